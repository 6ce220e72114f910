package intake

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Sighting is when and where somebody was noticed, and by whom. It holds a coarse place only.
type Sighting struct {
	At          Moment // of a sighting with a time
	On          Date   // of a row with a day of contact; of a sighting the day of At
	Place       string
	Lat, Lon    float64 // degrees, rounded to a tenth; meaningless unless Located
	Located     bool
	Source      string // who or what the lead came from
	Description string // the ground, as written
}

// Moment is a time as far as it was written.
type Moment struct {
	Time  time.Time // without a zone the clock of the place, kept as UTC
	Clock bool      // an hour was written
	Zone  bool      // a zone was written, so that Time is an instant
}

// IsZero reports whether no time is known.
func (m Moment) IsZero() bool { return m.Time.IsZero() }

var momentForms = []struct {
	layout      string
	clock, zone bool
}{
	{time.RFC3339Nano, true, true}, {"2006-01-02T15:04Z07:00", true, true},
	{"2006-01-02T15:04:05", true, false}, {"2006-01-02T15:04", true, false},
	{"2006-01-02 15:04:05", true, false}, {"2006-01-02 15:04", true, false}, {"2006-01-02", false, false},
}

// ParseMoment reads a time in ISO 8601: with Z or an offset, without a zone, or only the day.
func ParseMoment(text string) (Moment, bool) {
	value := latinDigits(strings.TrimSpace(text))
	for _, form := range momentForms {
		if t, err := time.Parse(form.layout, value); err == nil && t.Year() >= 1900 {
			return Moment{Time: t, Clock: form.clock, Zone: form.zone}, true
		}
	}
	return Moment{}, false
}

func (b *builder) time(i int, value string) {
	m, ok := ParseMoment(value)
	if !ok {
		d := b.date(i, value, b.dates.past)
		if d.Day > 0 {
			m = Moment{Time: time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)}
		}
		b.Seen.At, b.Seen.On = m, d
		return
	}
	if today := b.dates.today; !today.IsZero() && m.Time.After(today.AddDate(0, 0, 2)) {
		b.drop(i, CodeTime, "a time in the future; dropped")
		return
	}
	b.Seen.At = m
	b.Seen.On = Date{Year: m.Time.Year(), Month: int(m.Time.Month()), Day: m.Time.Day()}
}

// place reads the coordinates, puts swapped ones right, and rounds them.
func (b *builder) place() {
	i, j := b.f.Layout.Column(Lat), b.f.Layout.Column(Lon)
	if i < 0 || j < 0 || i >= len(b.rec.cells) || j >= len(b.rec.cells) {
		return
	}
	latText, _ := clean(b.rec.cells[i].text)
	lonText, _ := clean(b.rec.cells[j].text)
	if latText == "" && lonText == "" || latText == "null" && lonText == "null" {
		return
	}
	lat, errLat := degrees(latText)
	lon, errLon := degrees(lonText)
	if errLat != nil || errLon != nil || math.Abs(lat) > 180 || math.Abs(lon) > 180 || math.Abs(lat) > 90 && math.Abs(lon) > 90 {
		b.drop(i, CodePlace, "not coordinates; dropped")
		return
	}
	if math.Abs(lat) > 90 || b.elsewhere(lat, lon) {
		lat, lon = lon, lat
		b.noteAt(i, CodePlaceSwapped, "latitude and longitude were the wrong way round; put right", "")
	}
	b.Seen.Lat, b.Seen.Lon, b.Seen.Located = coarse(lat), coarse(lon), true
}

func degrees(s string) (float64, error) {
	f, err := strconv.ParseFloat(strings.Replace(latinDigits(s), ",", ".", 1), 64)
	if err == nil && (math.IsNaN(f) || math.IsInf(f, 0)) {
		return 0, strconv.ErrRange
	}
	return f, err
}

// coarse rounds to a tenth of a degree.
func coarse(f float64) float64 { return math.Round(f*10) / 10 }

// elsewhere reports whether the coordinates lie far from the place, and the swapped ones at it.
func (b *builder) elsewhere(lat, lon float64) bool {
	if b.f.options.Gazetteer == nil || b.Seen.Place == "" || math.Abs(lon) > 90 {
		return false
	}
	pLat, pLon, _, ok := b.f.options.Gazetteer(b.Seen.Place)
	const near, far = 50.0, 200.0 // kilometres
	return ok && distance(pLat, pLon, lat, lon) > far && distance(pLat, pLon, lon, lat) < near
}

// distance between two points on a sphere of 6,371 km, in kilometres (haversine).
func distance(lat1, lon1, lat2, lon2 float64) float64 {
	const r, rad = 6371, math.Pi / 180
	sLat, sLon := math.Sin((lat2-lat1)*rad/2), math.Sin((lon2-lon1)*rad/2)
	h := sLat*sLat + math.Cos(lat1*rad)*math.Cos(lat2*rad)*sLon*sLon
	return 2 * r * math.Asin(math.Min(1, math.Sqrt(h)))
}

// coarsenCells rounds coordinates in the cells too: nothing finer leaves this package.
func (b *builder) coarsenCells() {
	for i, c := range b.f.Layout.Columns {
		if (c.Field == Lat || c.Field == Lon) && i < len(b.Cells) {
			value, _ := clean(b.Cells[i])
			if f, err := degrees(value); err == nil {
				b.Cells[i] = strconv.FormatFloat(coarse(f), 'f', -1, 64)
			}
		}
	}
}

var (
	agePart = regexp.MustCompile(`^(?:ca\.?|~|about|circa|env\.?|aprox\.?|rond)?\s*(\d{1,2})\s*\??$`)
	ageLead = regexp.MustCompile(`^(\d{1,2})\?(?:\s|$)`)
	ageTail = regexp.MustCompile(`^(.*?)\s*\((\d{1,2})\??\)$`)
	initial = regexp.MustCompile(`^(\S+) (\p{Lu}\.)$`)
)

// fromDescription takes name, age and phone out of a description where they stand plainly: "Guillaume (24?), soudeur, Gent",
// "Coraline F., 28", "Nelle, (415) 555-0144". What a row's own columns say goes before. The description stays as it is.
func (b *builder) fromDescription() {
	i := b.f.Layout.Column(Description)
	parts := strings.Split(b.Seen.Description, ",")
	first := strings.TrimSpace(parts[0])
	age := 0
	if m := ageTail.FindStringSubmatch(first); m != nil {
		first, age = m[1], atoi(m[2])
	}
	if m := ageLead.FindStringSubmatch(first); m != nil {
		first, age = "", atoi(m[1])
	}
	for _, part := range parts[1:] {
		part = latinDigits(strings.TrimSpace(part))
		if m := agePart.FindStringSubmatch(part); m != nil && age == 0 {
			age = atoi(m[1])
		} else if countDigits(part) >= 7 {
			b.phoneIn(i, part)
		}
	}
	taken := b.nameIn(strings.TrimSpace(strings.TrimRight(first, "? ")))
	if b.ageIn(age) || taken {
		b.noteAt(i, CodeExtracted, "name or age were taken from the description", "")
	}
}

// phoneIn takes a part that is nothing but a number.
func (b *builder) phoneIn(i int, part string) {
	if strings.ContainsFunc(part, unicode.IsLetter) {
		return
	}
	country := b.phoneCountry()
	for _, p := range ParsePhones(part, country) {
		b.addPhone(i, p, country)
	}
}

// nameIn takes a name: one word is a given name, a word and an initial both, more words the whole name.
func (b *builder) nameIn(name string) bool {
	if b.Person.Named() || !looksLikeName(name) {
		return false
	}
	if m := initial.FindStringSubmatch(name); m != nil {
		b.Person.Given, b.Person.Family = m[1], m[2]
	} else if strings.Contains(name, " ") {
		b.Person.Full = name
	} else {
		b.Person.Given = name
	}
	return true
}

// ageIn turns an age into a year of birth, give or take one; the day of the sighting counts, else today.
func (b *builder) ageIn(age int) bool {
	year := b.Seen.On.Year
	if year == 0 && !b.dates.today.IsZero() {
		year = b.dates.today.Year()
	}
	if age < 5 || year == 0 || !b.Person.Born.IsZero() {
		return false
	}
	b.Person.Born = Date{Year: year - age, About: true, Guess: GuessAge}
	return true
}

var nobody = words("man woman boy girl someone somebody unknown person young old homme femme garçon fille hombre mujer chico chica uomo donna ragazzo ragazza homem mulher jongen meisje vrouw رجل امرأة")

// looksLikeName holds for up to four words that begin like a name; the second must not be small, or "Works on the ferry" were one.
func looksLikeName(s string) bool {
	parts := strings.Fields(s)
	if len(parts) == 0 || len(parts) > 4 || nobody[strings.ToLower(parts[0])] {
		return false
	}
	for i, p := range parts {
		first, _ := utf8.DecodeRuneInString(p)
		if i < 2 && !(unicode.IsUpper(first) || unicode.IsLetter(first) && !unicode.IsLower(first)) && !(i == 1 && nameParticles[p]) {
			return false
		}
		if strings.ContainsFunc(p, func(r rune) bool { return unicode.IsDigit(r) || strings.ContainsRune("@=/:!?()", r) }) {
			return false
		}
	}
	return true
}

var nameParticles = words("de da do dos das di del della la le van von der den el al bin ibn ben abu")

func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

// String shows a moment as far as it is known.
func (m Moment) String() string {
	switch {
	case m.IsZero():
		return ""
	case !m.Clock:
		return m.Time.Format("2006-01-02")
	case !m.Zone:
		return m.Time.Format("2006-01-02T15:04:05")
	}
	return fmt.Sprint(m.Time.Format(time.RFC3339))
}
