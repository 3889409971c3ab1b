// Package feed brings files into a store: from the sheet that somebody in a town
// hall saved to records that can be searched, and out again.
//
// # The way of a row
//
// Import opens an input, tells its format, encoding and dialect by looking at the
// beginning, and reads it row by row. A reader makes a draft of each row: either the
// record itself, where the row is one word for word, or what is known by field, as it
// was written. The binder turns that into a record, converting what can be understood
// and leaving out, with a warning, what cannot. Then the place is looked up, the record
// cleaned by its own rules (data.Document), given an id where it has none, and put into
// a batch for the store. A dry run goes the same way to the same Apply; so what it says
// is what will happen.
//
// Nothing grows with the size of the input but the memory of which records have been
// met, some 25 bytes a row; a workbook is kept as a temporary file. A row that cannot be
// kept is reported with its line, field, reason and fix, and the next one read.
//
// # Formats
//
//   - ndjson: a record a line, as export writes it, of any kind; {"source":…,"id":…,
//     "deleted":true} deletes one. A JSON list of records is read too.
//   - geojson: a FeatureCollection, or a Feature a line. Properties are the fields,
//     the Point is the place, the id is "source/id" or the id alone.
//   - csv: one header, then a row an activity, in the delimiter and encoding that
//     offices use: comma, semicolon, tab or bar; UTF-8, UTF-16, or the code page of
//     Windows for one of the languages of the platform.
//   - xlsx: the first sheet with a header that is understood.
//
// Columns are the fields of the record with dots ("location.lat", "translations.lt.title"),
// or what people call them in the languages of the platform; headers.txt lists those.
// Lists are parted by ";". A sheet may further have
//
//   - location.point: "54.8985, 23.9036", also behind an address in the same cell; it
//     counts where lat and lng are empty, and what stands before it becomes the address;
//   - location.postcode: goes behind the address;
//   - age: "11-16", "16+", "6 and up"; ages that a spreadsheet turned into a date
//     ("20-May") are mended with a warning;
//   - price, free: "5,50 €", "gratis"; yes and no;
//   - date, start, end, startTime, endTime: days and hours, together or apart, as
//     2026-12-01, 01.12.2026, 1/12/2026 (day first, unless the column shows that it is
//     not) or 1 December 2026; occurrences: a list of such, or of ISO 8601 intervals.
//
// Members of a JSON object that no record has are read as columns of that name.
// Times without a zone are in the schedule's zone, else that of the place, else the
// country's main one, else UTC with a warning. A day without hours is 00:00 to 23:59.
//
// # Mapping
//
// Options.Map gives a field a column ("PROGRAM") or a template of columns
// ("{PROGRAM} at {SITE NAME}"); an empty text leaves the field empty. A mapping file
// does that and more. It is one JSON object:
//
//	{
//	  "source": "nyc",
//	  "fields": {
//	    "title": "{PROGRAM} at {SITE NAME}",
//	    "location.point": "Location 1",
//	    "topics": "PROGRAM TYPE",
//	    "type": "PROGRAM TYPE"
//	  },
//	  "constants": {"location.country": "US", "languages": "en"},
//	  "lists": {"PROGRAM TYPE": ","},
//	  "values": {
//	    "topics": {"Reading & Writing": "reading-and-writing", "Recycling Art": ["arts-and-culture", "environment"], "*": ""},
//	    "type": {"Summer Camp": "camp", "*": "club"},
//	    "age": {"Elementary": "5-11"}
//	  }
//	}
//
// fields is like Options.Map, which beats it. constants fill fields that are still
// empty. lists says, by column or field, what parts the entries of a list. values maps,
// by field, what cells say (case and accents do not count) to what is meant: a text,
// several, or "" for nothing; "*" is for what is neither listed nor known. A whole cell
// is looked up before its entries.
//
// # Ids
//
// A record without id gets one made from its url, else, or where another record of the
// import has that url too, from its content: the first 80 bits of SHA-256, in
// hexadecimal, of its canonical JSON without id and modified. So the same file read
// twice changes nothing.
package feed
