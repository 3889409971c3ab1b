//go:build !race

package feed_test

// slowdown is by how much less is done where the race detector makes it slow.
const slowdown = 1
