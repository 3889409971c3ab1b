//go:build race

package storetest

// raceDetector tells whether the tests run with -race, which makes them slow.
const raceDetector = true
