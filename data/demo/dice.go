package demo

import (
	"hash/fnv"
	"math/rand/v2"
)

// dice are random numbers that a name determines. Each question about a record has
// dice of its own, so that a new question does not change the answers to the others.
type dice struct{ *rand.Rand }

// roll returns the dice of a question about a record.
func roll(id, question string) dice {
	h := fnv.New64a()
	h.Write([]byte(id))
	first := h.Sum64()
	h.Write([]byte("\x00" + question))
	return dice{rand.New(rand.NewPCG(first, h.Sum64()))}
}

// chance is true in a share p of all cases.
func (d dice) chance(p float64) bool { return d.Float64() < p }

// between returns a number from low to high, both included.
func (d dice) between(low, high int) int { return low + d.IntN(high-low+1) }

// pick returns one of a list.
func pick[T any](d dice, list []T) T { return list[d.IntN(len(list))] }

// weighted returns the index of one of the weights, as likely as it is heavy.
func (d dice) weighted(weights []float64) int {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	for x, i := d.Float64()*sum, 0; i < len(weights); i++ {
		if x -= weights[i]; x < 0 {
			return i
		}
	}
	return len(weights) - 1
}
