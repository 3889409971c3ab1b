package web

import "learnmap/api"

// offersView is what is offered to a reader who finds little or nothing.
type offersView struct {
	Wider   []choice // bigger circles
	Relaxed []choice // one filter less
	Online  *choice  // what is held online
	Nothing bool     // no match at all
	All     string   // address of everything
}

// fewHits is the number of matches below which other searches are offered.
const fewHits = 10

// maxRelaxed bounds the filters that are tried without, each of which is a question.
const maxRelaxed = 6

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
	if !o.Nothing {
		return o, nil
	}
	for i, chip := range chips {
		if i == maxRelaxed || len(chips) == 1 {
			break
		}
		total, err := in.totalWithout(chip)
		if err != nil {
			return o, err
		}
		if total > 0 {
			o.Relaxed = append(o.Relaxed, choice{Label: in.v.count("offer.without", total, "filter", chip.Label), Value: chip.Remove})
		}
	}
	return o, nil
}

// totalWithout counts the matches without one filter.
func (in *inquiry) totalWithout(c chip) (int, error) {
	q, _ := api.ParseQuery(c.without.values.Encode())
	q.Limit = 1
	result, err := in.site.searcher.Search(in.ctx, q)
	if err != nil {
		return 0, err
	}
	return result.Total, nil
}
