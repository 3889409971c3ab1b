package data

import "context"

// Scan calls do with every record of the kinds, tombstones left out, up to n at a
// time, and returns the Seq behind which to go on with Changes, and the epoch that
// Seq belongs to. Records that change meanwhile may be among those that do gets,
// and come again from Changes.
//
// It is how a follower starts over. Changes from 0 would do on a list that was
// never pruned; on another its second page is behind the floor, and whoever asks
// for that could as well have been away since before the pruning.
func Scan(ctx context.Context, s Store, kinds []Kind, n int, do func([]Record) error) (Seq, string, error) {
	// The head comes first: a change after it is behind what is returned, and so
	// cannot be missed, wherever the lists have got to when it is made.
	start, err := s.Changes(ctx, 0, 1)
	if err != nil {
		return 0, "", err
	}
	for _, kind := range kinds {
		for after := ""; ; {
			records, err := s.List(ctx, kind, "", after, n)
			if err != nil {
				return 0, "", err
			}
			if len(records) > 0 {
				if err := do(records); err != nil {
					return 0, "", err
				}
				after = records[len(records)-1].ID
			}
			if len(records) < n {
				break
			}
		}
	}
	return start.Head, start.Epoch, nil
}
