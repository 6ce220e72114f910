package casebook

import "time"

// Programme is what the law needs to know of an organisation's settings. Package programme reads it
// from a folder; the event programme.published carries it into the log, so that every event is judged
// by the settings in force where its author stood.
type Programme struct {
	ID           string       `json:"id"`           // "sea-rescue": lower-case words and hyphens
	Version      int          `json:"version"`      // 1, 2, 3 …; raised with every publication
	Name         string       `json:"name"`         // as people say it
	Organisation string       `json:"organisation"` // who runs it
	Languages    []string     `json:"languages"`    // BCP 47 tags in which people can be told: "en", "pt"
	Roles        []Role       `json:"roles"`        // what one can be asked for
	Territories  []Territory  `json:"territories"`  // where teams work
	Instruments  []Instrument `json:"instruments"`  // forms of interviews and tests
	OutsideBody  string       `json:"outside_body"` // who takes a conduct report when nobody inside may (G22)
	Limits       Limits       `json:"limits"`       // figures that the organisation set
}

// Role is one calling a person can say yes or no to.
type Role struct {
	ID         string `json:"id"`          // lower-case words and hyphens
	MinimumAge int    `json:"minimum_age"` // whole years
	Hazardous  bool   `json:"hazardous"`   // never for anyone under 18 (G08)
}

// Instrument is an interview or test form and the stage at which its questions open (G03).
type Instrument struct {
	ID    string `json:"id"`    // lower-case words and hyphens
	Stage string `json:"stage"` // "approach", "interview", "assess", or "after-yes" for health and background
}

// AfterYes is the stage of instruments that ask about health or background (G03).
const AfterYes = "after-yes"

// Territory is an area with its count of work. A country's id is its ISO 3166-1 code.
type Territory struct {
	ID        string   `json:"id"`        // "IT", or a named area: "south-america"
	Countries []string `json:"countries"` // ISO 3166-1 alpha-2 codes it covers; for a country, itself
}

// Limits are the figures of law.md that a programme may set, each within its range (see [Limits.Faults]).
type Limits struct {
	UnapproachedDays int  `json:"unapproached_days"` // G03: leads nobody approached are deleted
	DisclosureDays   int  `json:"disclosure_days"`   // G05: how long an old version counts on a device out of reach
	OneMeeting       bool `json:"one_meeting"`       // G05: telling and asking may be one meeting
	PairMinutes      int  `json:"pair_minutes"`      // G07: how long one unlocking of the pair lasts
	ReflectionHours  int  `json:"reflection_hours"`  // G10: before a yes takes effect
	DropDays         int  `json:"drop_days"`         // G10: after it took effect, still one tap
	LapseDays        int  `json:"lapse_days"`        // G12: an unanswered offer ends
	ReviewDays       int  `json:"review_days"`       // G01: a named person decides a possible match
	ErasureHours     int  `json:"erasure_hours"`     // G25: hidden at once, executed after
	KeepDays         int  `json:"keep_days"`         // G27: files of people not taken
	MarkerYears      int  `json:"marker_years"`      // G27: markers are reviewed
	CaseloadWarn     int  `json:"caseload_warn"`     // G20
	CaseloadMax      int  `json:"caseload_max"`      // G20
}

// DefaultLimits returns the figures of law.md.
func DefaultLimits() Limits {
	return Limits{
		UnapproachedDays: 90, DisclosureDays: 30, PairMinutes: 60, ReflectionHours: 24, DropDays: 14,
		LapseDays: 30, ReviewDays: 7, ErasureHours: 72, KeepDays: 180, MarkerYears: 5,
		CaseloadWarn: 5, CaseloadMax: 7,
	}
}

// LimitFault names one figure outside the range that law.md allows.
type LimitFault struct {
	Gate  string // "G10"
	Field string // the JSON name: "reflection_hours"
	Value int
	Low   int
	High  int
}

// Faults lists the figures outside their ranges; none for [DefaultLimits].
func (l Limits) Faults() []LimitFault {
	var out []LimitFault
	check := func(gate, field string, value, low, high int) {
		if value < low || value > high {
			out = append(out, LimitFault{gate, field, value, low, high})
		}
	}
	check("G03", "unapproached_days", l.UnapproachedDays, 30, 365)
	check("G05", "disclosure_days", l.DisclosureDays, 7, 90)
	check("G07", "pair_minutes", l.PairMinutes, 15, 120)
	check("G10", "reflection_hours", l.ReflectionHours, 0, 720)
	check("G10", "drop_days", l.DropDays, 1, 90)
	check("G12", "lapse_days", l.LapseDays, 7, 180)
	check("G01", "review_days", l.ReviewDays, 1, 7)
	check("G25", "erasure_hours", l.ErasureHours, 24, 168)
	check("G27", "keep_days", l.KeepDays, 30, 730)
	check("G27", "marker_years", l.MarkerYears, 1, 5)
	check("G20", "caseload_warn", l.CaseloadWarn, 1, 30)
	check("G20", "caseload_max", l.CaseloadMax, 1, 30)
	return out
}

// Reflection is how long a yes waits before it takes effect (G10).
func (l Limits) Reflection() time.Duration { return time.Duration(l.ReflectionHours) * time.Hour }

// Role returns the role with this id.
func (p *Programme) Role(id string) (Role, bool) {
	for _, r := range p.Roles {
		if r.ID == id {
			return r, true
		}
	}
	return Role{}, false
}

// Instrument returns the form with this id.
func (p *Programme) Instrument(id string) (Instrument, bool) {
	for _, i := range p.Instruments {
		if i.ID == id {
			return i, true
		}
	}
	return Instrument{}, false
}
