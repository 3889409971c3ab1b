package data

import (
	"fmt"
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // the zones travel in the binary, for machines that have none
)

// maxZoneName bounds the name of a time zone; the longest of IANA has 32 bytes.
const maxZoneName = 64

// zones holds the zones that have been loaded. There are about 600 names, so it is
// bounded; names that do not load are not kept.
var zones sync.Map // string to *time.Location

// LoadZone returns the time zone of an IANA name such as "Europe/Vilnius". It knows
// no "Local": a record means the same on every machine.
func LoadZone(name string) (*time.Location, error) {
	if zone, ok := zones.Load(name); ok {
		return zone.(*time.Location), nil
	}
	if !zoneName(name) {
		return nil, unknownZone(name)
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, unknownZone(name)
	}
	zones.Store(name, zone)
	return zone, nil
}

func unknownZone(name string) error {
	return fmt.Errorf("unknown time zone %s; use an IANA name such as Europe/Vilnius", quote(name))
}

// zoneName tells whether a name may be that of an IANA zone. All of them start with
// a capital letter, which leaves out the other files of a zoneinfo folder.
func zoneName(name string) bool {
	if name == "" || len(name) > maxZoneName || name == "Local" || name == "Factory" {
		return false
	}
	return name[0] >= 'A' && name[0] <= 'Z' && !strings.ContainsFunc(name, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("/_+-", r)
	})
}

// MainZone returns the time zone that most people of a country (ISO 3166-1
// alpha-2) live in, or nil when there is no such country. It is what a time
// without a zone means when nothing better is known.
func MainZone(country string) *time.Location {
	name, ok := mainZones[country]
	if !ok {
		return nil
	}
	zone, err := LoadZone(name)
	if err != nil {
		return nil
	}
	return zone
}
