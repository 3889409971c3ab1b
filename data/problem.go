package data

import (
	"strings"
)

// Problem is one thing wrong with a record, in words for the person who can mend
// it. Several are reported at once.
type Problem struct {
	Field   string // JSON path of the record, such as "location.lat"
	Reason  string // what is wrong, with the value
	Fix     string // what to do about it
	Warning bool   // the record is kept, the field dropped or left as it is
}

// String returns "field: reason: fix".
func (p Problem) String() string { return p.Field + ": " + p.Reason + ": " + p.Fix }

// Problems is everything wrong with a record.
type Problems []Problem

// Fatal tells whether the record must be rejected.
func (ps Problems) Fatal() bool {
	for _, p := range ps {
		if !p.Warning {
			return true
		}
	}
	return false
}

// Error joins the problems that are not warnings, so that Problems is an error.
func (ps Problems) Error() string {
	var lines []string
	for _, p := range ps {
		if !p.Warning {
			lines = append(lines, p.String())
		}
	}
	return strings.Join(lines, "; ")
}
