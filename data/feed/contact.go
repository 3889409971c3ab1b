package feed

import (
	"regexp"
	"strings"
)

// phoneNumber matches the first telephone number in a text, with its extension.
var phoneNumber = regexp.MustCompile(`\+?\(?\d(?:[\s().\-–/]{0,3}\d){5,14}(?:\s*(?:ext\.?|x)\s*\d{1,6})?`)

// onePhone returns the first number of a cell that holds several, or one among words.
func onePhone(s string) string {
	if phone := phoneNumber.FindString(strings.ToLower(s)); phone != "" {
		return phone
	}
	return s
}

// contactOf finds an e-mail address, web address and telephone number in a text.
// The names of people are left behind: a contact is an organisation's.
func contactOf(s string) map[string]any {
	contact := map[string]any{}
	for part := range strings.FieldsFuncSeq(s, func(r rune) bool { return strings.ContainsRune(";,|<>\n\t ", r) }) {
		switch part = strings.Trim(part, ".()"); {
		case strings.Contains(part, "@"):
			contact["email"] = strings.TrimPrefix(part, "mailto:")
			s = strings.ReplaceAll(s, part, "")
		case strings.Contains(part, "://") || strings.HasPrefix(part, "www."):
			contact["url"] = withScheme(part)
			s = strings.ReplaceAll(s, part, "")
		}
	}
	if phone := phoneNumber.FindString(strings.ToLower(s)); phone != "" {
		contact["phone"] = phone
	}
	return contact
}
