package index

import "slices"

// column holds the values of a field in ordinal order, as numbers into its list
// of terms: the values of ordinal i are ids[starts[i]:starts[i+1]].
type column struct {
	terms  []string
	starts []uint32
	ids    []uint32
}

func (c *column) of(ordinal uint32) []uint32 {
	return c.ids[c.starts[ordinal]:c.starts[ordinal+1]]
}

// columnBuilder collects a column; documents are added in ordinal order.
type columnBuilder struct {
	column
	numbers map[string]uint32
}

func newColumnBuilder() *columnBuilder {
	return &columnBuilder{column: column{starts: []uint32{0}}, numbers: map[string]uint32{}}
}

func (b *columnBuilder) add(values []string) {
	first := len(b.ids)
	for _, value := range values {
		id, ok := b.numbers[value]
		if !ok {
			id = uint32(len(b.terms))
			b.terms = append(b.terms, value)
			b.numbers[value] = id
		}
		// A value that is given twice counts once.
		if !slices.Contains(b.ids[first:], id) {
			b.ids = append(b.ids, id)
		}
	}
	b.starts = append(b.starts, uint32(len(b.ids)))
}
