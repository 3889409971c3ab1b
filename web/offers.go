package web

import "learnmap/api"

// offersView is what is offered to a reader who finds little or nothing.
type offersView struct {
	Wider   []choice // bigger circles
	Relaxed []choice // one filter less, or only one
	Online  *choice  // what is held online
	Nothing bool     // no match at all
	All     string   // address of everything
}

// maxTried bounds the filters for which another search is tried.
const maxTried = 6

// offers counts what bigger circles, one filter less, or online would find.
func (in *inquiry) offers(chips []chip) (offersView, error) {
	o := offersView{Nothing: in.result.Total == 0, All: state{}.withLang(in.query.Lang).href()}
	for _, w := range in.result.Wider {
		km := degrees(w.Radius / 1000)
		o.Wider = append(o.Wider, choice{
			Label: in.v.count("offer.wider", w.Total, "distance", in.v.distance(w.Radius)), Value: in.state.with("radius_km", km).href(),
		})
	}
	if in.placed() && in.online > 0 {
		o.Online = &choice{Label: in.v.count("offer.online", in.online), Value: in.state.without(placeParams...).with("mode", "online").href()}
	}
	if !o.Nothing || len(chips) < 2 {
		return o, nil
	}
	var err error
	if o.Relaxed, err = in.tried(chips, "offer.without", func(c chip) state { return c.without }); err != nil || len(o.Relaxed) > 0 {
		return o, err
	}
	o.Relaxed, err = in.tried(chips, "offer.only", func(c chip) state { return c.only })
	return o, err
}

// tried counts what other searches would find, one for each filter, and returns those
// that find something.
func (in *inquiry) tried(chips []chip, key string, other func(chip) state) ([]choice, error) {
	var found []choice
	for _, chip := range chips[:min(len(chips), maxTried)] {
		q, _ := api.ParseQuery(other(chip).values.Encode())
		q.Limit = 1
		result, err := in.site.searcher.Search(in.ctx, q)
		if err != nil {
			return nil, err
		}
		if result.Total > 0 {
			found = append(found, choice{Label: in.v.count(key, result.Total, "filter", chip.Label), Value: other(chip).href()})
		}
	}
	return found, nil
}
