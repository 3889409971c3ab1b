package index

import (
	"cmp"

	"learnmap/data"
	"learnmap/geo"
)

// document is an activity taken apart for the index.
type document struct {
	id       string // "source/id"
	json     []byte
	placed   bool
	cell     geo.Cell // when placed
	point    geo.Point
	listed   bool // to be found by searching, not by id only
	ageMin   uint8
	ageMax   uint8
	created  int64       // milliseconds since 1970, for newest first
	dated    bool        // takes place at certain times
	slots    []data.Slot // written occurrences, by start
	until    data.Slot   // only End and EndOff: when an undated offer ends
	schedule *data.Schedule
	terms    terms
}

// anyAge is the upper bound of an activity without one.
const anyAge = 255

// newDocument reads a stored activity. It returns nil for a draft, which the
// index does not hold.
func newDocument(r data.Record) (*document, error) {
	a, err := data.DecodeActivity(r)
	if err != nil {
		return nil, err
	}
	if a.Status == data.StatusDraft {
		return nil, nil
	}
	d := &document{
		id: r.ID, json: r.Data, listed: a.Listed(),
		ageMin: ageOf(a.AgeMin, 0), ageMax: ageOf(a.AgeMax, anyAge),
		created: created(a, r),
		dated:   a.Dated(), slots: a.Slots(), schedule: a.Schedule, until: untilOf(a),
	}
	d.terms.title, d.terms.text = texts(a)
	d.terms.values = values(a)
	if d.point, d.placed = a.Point(); d.placed {
		if d.cell, err = geo.CellOf(d.point); err != nil {
			return nil, err
		}
	}
	return d, nil
}

func ageOf(age *int, open uint8) uint8 {
	if age == nil {
		return open
	}
	return uint8(max(0, min(*age, anyAge)))
}

func created(a *data.Activity, r data.Record) int64 {
	switch {
	case !a.Created.IsZero():
		return a.Created.UnixMilli()
	case !a.Modified.IsZero():
		return a.Modified.UnixMilli()
	}
	return r.Modified.UnixMilli()
}

func untilOf(a *data.Activity) data.Slot {
	if a.Until.IsZero() {
		return data.Slot{End: data.MaxMinutes}
	}
	_, offset := a.Until.Zone()
	return data.Slot{End: data.MinutesOf(a.Until), EndOff: int16(offset / 60)}
}

// position is what the sorted list is sorted by: those with a place by cell, the
// others behind them, ties by the bytes of the id.
type position struct {
	online bool
	cell   geo.Cell
	id     string
}

func (d *document) position() position { return position{!d.placed, d.cell, d.id} }

func comparePositions(a, b position) int {
	if a.online != b.online {
		if b.online {
			return -1
		}
		return 1
	}
	return cmp.Or(cmp.Compare(a.cell, b.cell), cmp.Compare(a.id, b.id))
}
