package web

import (
	"strconv"
	"strings"
	"time"

	"learnmap/data"
)

// linked is an object of schema.org.
type linked = map[string]any

// put sets a property unless it has no value.
func put(object linked, name string, value any) {
	switch value := value.(type) {
	case string:
		if value == "" {
			return
		}
	case []any:
		if len(value) == 0 {
			return
		}
	case linked:
		if len(value) == 0 {
			return
		}
	}
	object[name] = value
}

// maxSubEvents bounds the dates that are told to other programs.
const maxSubEvents = 30

// linkedData describes the activity in the terms of schema.org: a course is a Course
// with its instances, volunteering an Event, all else an EducationEvent.
func (sh *sheet) linkedData(base string) linked {
	a := sh.a
	address := base + activityURL(sh.hit.ID, "")
	object := linked{
		"@context": "https://schema.org", "@type": "EducationEvent", "@id": address, "url": address,
		"name": plain(a.Title, 300),
	}
	put(object, "description", plain(a.Description, 5000))
	if object["description"] == nil {
		object["description"] = object["name"]
	}
	put(object, "image", webURL(a.Image))
	put(object, "inLanguage", anyList(a.Languages))
	put(object, "typicalAgeRange", ageRange(a))
	put(object, "educationalLevel", a.Level)
	put(object, "teaches", sh.teaches())
	if a.Free != nil || a.Price != nil {
		object["isAccessibleForFree"] = a.IsFree()
	}
	put(object, "offers", sh.offer())
	switch a.Type {
	case "course":
		object["@type"] = "Course"
		put(object, "provider", sh.organisation())
		instance := linked{"@type": "CourseInstance", "courseMode": courseModes[a.Mode]}
		sh.event(instance)
		put(instance, "organizer", sh.organisation())
		object["hasCourseInstance"] = []any{instance}
		return object
	case "volunteering":
		object["@type"] = "Event"
		delete(object, "educationalLevel") // not of an Event
		delete(object, "teaches")
	}
	put(object, "organizer", sh.organisation())
	sh.event(object)
	return object
}

var courseModes = map[string]string{data.ModeInPerson: "Onsite", data.ModeOnline: "Online", data.ModeHybrid: "Blended"}

var attendance = map[string]string{
	data.ModeInPerson: "https://schema.org/OfflineEventAttendanceMode",
	data.ModeOnline:   "https://schema.org/OnlineEventAttendanceMode",
	data.ModeHybrid:   "https://schema.org/MixedEventAttendanceMode",
}

// event adds what an event has and a course does not: when and where.
func (sh *sheet) event(object linked) {
	a := sh.a
	put(object, "name", plain(a.Title, 300))
	object["eventStatus"] = "https://schema.org/EventScheduled"
	if a.Status == data.StatusCancelled {
		object["eventStatus"] = "https://schema.org/EventCancelled"
	}
	put(object, "eventAttendanceMode", attendance[a.Mode])
	put(object, "location", sh.locations())
	if a.Capacity != nil {
		object["maximumAttendeeCapacity"] = *a.Capacity
	}
	if a.PlacesLeft != nil {
		object["remainingAttendeeCapacity"] = *a.PlacesLeft
	}
	sh.eventTimes(object)
	if a.Schedule != nil {
		put(object, "eventSchedule", sh.schedule())
	}
}

// eventTimes adds the next time that it takes place, the last one when it is over, and
// the others as parts.
func (sh *sheet) eventTimes(object linked) {
	slots := sh.slots()
	if len(slots) == 0 {
		return
	}
	now := data.MinutesOf(sh.now)
	next := len(slots) - 1
	for i, s := range slots {
		if s.End >= now {
			next = i
			break
		}
	}
	putTimes(object, slots[next])
	coming := slots[next:]
	if sh.a.Schedule != nil || len(coming) < 2 {
		return
	}
	var parts []any
	for _, s := range coming[:min(len(coming), maxSubEvents)] {
		part := linked{"@type": "Event", "name": object["name"], "location": object["location"]}
		if object["location"] == nil {
			delete(part, "location")
		}
		putTimes(part, s)
		parts = append(parts, part)
	}
	object["subEvent"] = parts
}

func putTimes(object linked, s data.Slot) {
	start, end := slotTimes(s)
	object["startDate"] = start.Format(time.RFC3339)
	if s.End > s.Start {
		object["endDate"] = end.Format(time.RFC3339)
	}
}

var frequencies = map[string]string{"DAILY": "D", "WEEKLY": "W", "MONTHLY": "M", "YEARLY": "Y"}

// schedule tells other programs the rule, as far as schema.org has words for it.
func (sh *sheet) schedule() linked {
	s := sh.a.Schedule
	r := parseRule(s)
	start := localStart(s)
	object := linked{"@type": "Schedule", "startDate": start.Format("2006-01-02"), "startTime": start.Format("15:04:05")}
	if unit, ok := frequencies[r.freq]; ok {
		object["repeatFrequency"] = "P" + strconv.Itoa(r.interval) + unit
	}
	if !s.End.IsZero() {
		object["endTime"] = s.End.In(start.Location()).Format("15:04:05")
	}
	if !r.until.IsZero() {
		object["endDate"] = r.until.Format("2006-01-02")
	}
	if r.count > 0 {
		object["repeatCount"] = r.count
	}
	put(object, "scheduleTimezone", s.Timezone)
	var days []any
	for _, d := range r.days {
		days = append(days, "https://schema.org/"+d.day.String())
	}
	put(object, "byDay", days)
	return object
}

// locations are the place, the web, or both.
func (sh *sheet) locations() []any {
	a := sh.a
	var all []any
	if p := sh.hit.Point; p != nil {
		place := linked{"@type": "Place", "geo": linked{"@type": "GeoCoordinates", "latitude": p.Lat, "longitude": p.Lng}}
		address := linked{"@type": "PostalAddress"}
		if l := a.Location; l != nil {
			put(place, "name", plain(l.Name, 300))
			put(address, "streetAddress", plain(l.Address, 300))
			put(address, "addressLocality", plain(l.City, 300))
			put(address, "addressCountry", l.Country)
		}
		place["address"] = address
		if place["name"] == nil {
			place["name"] = strings.Join(whereabouts(a, sh.v), ", ")
		}
		var features []any
		for _, value := range a.Accessibility {
			features = append(features, linked{"@type": "LocationFeatureSpecification", "name": value, "value": true})
		}
		put(place, "amenityFeature", features)
		all = append(all, place)
	}
	if a.Mode == data.ModeOnline || a.Mode == data.ModeHybrid {
		virtual := linked{"@type": "VirtualLocation"}
		put(virtual, "url", sh.joinURL())
		all = append(all, virtual)
	}
	return all
}

// joinURL is where to take part or to find out how.
func (sh *sheet) joinURL() string {
	if sh.a.Registration != nil {
		if address := webURL(sh.a.Registration.URL); address != "" {
			return address
		}
	}
	return webURL(sh.a.URL)
}

func (sh *sheet) organisation() linked {
	o := sh.organiser()
	if o == nil {
		return nil
	}
	object := linked{"@type": "Organization", "name": o.Name}
	put(object, "url", o.URL)
	return object
}

// offer says what it costs and whether there is room.
func (sh *sheet) offer() linked {
	a := sh.a
	if a.Free == nil && a.Price == nil && a.Registration == nil && a.PlacesLeft == nil {
		return nil
	}
	object := linked{"@type": "Offer", "availability": "https://schema.org/InStock"}
	switch {
	case a.Status == data.StatusCancelled || sh.hit.Ended:
		delete(object, "availability")
	case full(a) || closed(a, sh.now):
		object["availability"] = "https://schema.org/SoldOut"
	}
	put(object, "url", sh.joinURL())
	switch {
	case a.Price != nil:
		object["price"] = a.Price.Amount
		put(object, "priceCurrency", a.Price.Currency)
	case a.IsFree():
		object["price"] = 0
		object["priceCurrency"] = "EUR"
	}
	if r := a.Registration; r != nil {
		if !r.Opens.IsZero() {
			object["validFrom"] = r.Opens.Format(time.RFC3339)
		}
		if !r.Deadline.IsZero() {
			object["validThrough"] = r.Deadline.Format(time.RFC3339)
		}
	}
	return object
}

// teaches are the skills, with their addresses where those are concepts of a taxonomy.
func (sh *sheet) teaches() []any {
	var all []any
	for i, skill := range sh.skills() {
		tag := sh.a.Skills[i]
		term := linked{"@type": "DefinedTerm", "name": skill.Label}
		if address := webURL(tag); address != "" {
			term["@id"], term["url"] = address, address
			if strings.HasPrefix(address, "http://data.europa.eu/esco/") {
				term["inDefinedTermSet"] = "http://data.europa.eu/esco/concept-scheme/skills"
			}
		}
		all = append(all, term)
	}
	return all
}

// ageRange writes ages as schema.org does: 11-16, 11-, or 0-16.
func ageRange(a *data.Activity) string {
	switch {
	case a.AgeMin != nil && a.AgeMax != nil:
		return strconv.Itoa(*a.AgeMin) + "-" + strconv.Itoa(*a.AgeMax)
	case a.AgeMin != nil:
		return strconv.Itoa(*a.AgeMin) + "-"
	case a.AgeMax != nil:
		return "0-" + strconv.Itoa(*a.AgeMax)
	}
	return ""
}

func anyList(values []string) []any {
	var all []any
	for _, v := range values {
		all = append(all, v)
	}
	return all
}
