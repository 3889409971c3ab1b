package index

import "slices"

// roll counts skills for all that they are a kind of. An activity counts once for
// a broad skill, however many of its tags lead there.
type roll struct {
	scan    *scan
	groups  map[string]*Group
	broader map[uint32][]*Group // by the number of a tag
	seen    []*Group            // that the activity has counted for
}

func newRoll(s *scan) *roll {
	return &roll{scan: s, groups: map[string]*Group{}, broader: map[uint32][]*Group{}}
}

func (r *roll) add(i uint32) {
	r.seen = r.seen[:0]
	for _, tag := range r.scan.columns[Skill].of(i) {
		for _, g := range r.groupsOf(tag) {
			if !slices.Contains(r.seen, g) {
				r.seen = append(r.seen, g)
				g.add(r.scan, i)
			}
		}
	}
}

func (r *roll) groupsOf(tag uint32) []*Group {
	groups, known := r.broader[tag]
	if known {
		return groups
	}
	for _, skill := range r.scan.Broader(r.scan.columns[Skill].terms[tag]) {
		if r.groups[skill] == nil {
			r.groups[skill] = &Group{}
		}
		groups = append(groups, r.groups[skill])
	}
	r.broader[tag] = groups
	return groups
}
