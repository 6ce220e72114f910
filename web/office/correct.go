package office

import (
	"net/http"
	"slices"

	"willing/access"
	"willing/casebook"
	"willing/desk"
	"willing/web"
)

// Typed reads what people type of phones, addresses, countries and languages. Package node stands behind it.
type Typed interface {
	// Phones gives the numbers in E.164; ok is false if one of them cannot be read, or its country is not known.
	Phones(typed, country string) (numbers []string, ok bool)
	Emails(typed string) (addresses []string, ok bool)
	Country(typed string) string  // ISO 3166-1 alpha-2; "" if it is none
	Language(typed string) string // BCP 47; "" if it is none
}

func correctRoutes(typed Typed) []web.Route {
	return []web.Route{
		{Pattern: "GET /people/{id}/correct", Action: access.Meet, Handle: func(p *web.Page) error { return correct(p, typed) }},
		{Pattern: "POST /people/{id}/correct", Action: access.Meet, Handle: func(p *web.Page) error { return correct(p, typed) }},
		{Pattern: "POST /people/{id}/settle", Form: "/people/{id}", Action: access.Meet, Handle: settle},
		{Pattern: "POST /people/{id}/move", Form: "/people/{id}", Action: access.Move, Handle: move},
	}
}

// typedFields are the fields of the form, and whether each is a longer text.
var typedFields = []string{"given", "family", "full", "latin", "born", "phone", "email", "town", "country", "language", "skills", "remarks"}

// correctPage is the form of a person's particulars. Saw are the notes that were before the editor: what
// somebody else saves meanwhile is not among them, and stands beside it afterwards.
type correctPage struct {
	ID, Name    string
	Fields      []typedField
	Saw         []string
	Territories []option
	Territory   string
}

// typedField is a field as it is typed, and as it stood when the page was made.
type typedField struct {
	Name, Value, Was string
	Choices          []option // of a field that is chosen
}

// Date is a date in its parts.
func (f typedField) Date() day { return inParts(f.Value) }

func correct(p *web.Page, typed Typed) error {
	found, err := seen(p)
	if err != nil {
		return err
	}
	page := correctPageOf(p, found)
	if p.R.Method != "POST" {
		return p.OK(views, "correct", page)
	}
	changed := map[string]string{}
	for _, f := range page.Fields {
		if f.Value != f.Was {
			changed[f.Name] = f.Value
		}
	}
	noted, ok := readTyped(p, typed, changed, p.Value("country"))
	saw, known := sawOf(p)
	if !ok || !known {
		return p.Show(422, views, "correct", page)
	}
	if len(changed) > 0 {
		if err := p.Desk.Correct(p.R.Context(), p.By(), found.Records[0], noted, saw); err != nil {
			return p.Retry(err, views, "correct", page)
		}
	}
	return p.See("/people/" + page.ID)
}

func correctPageOf(p *web.Page, found *desk.Person) *correctPage {
	page := &correctPage{ID: found.Records[0].String(), Name: nameOf(p, found.Particulars), Territories: territories(p), Territory: found.Territory}
	posted := p.R.Method == "POST" && p.R.PostFormValue("form") == "correct"
	for _, name := range typedFields {
		f := typedField{Name: name, Value: standing(found, name), Was: standing(found, name)}
		if posted {
			f.Value, f.Was = typedIn(p, name), p.Value("was-"+name)
		}
		f.Choices = choicesFor(p, name, f.Value)
		page.Fields = append(page.Fields, f)
	}
	if posted {
		page.Saw = p.Values("saw")
		return page
	}
	for _, ref := range found.Noted {
		page.Saw = append(page.Saw, ref.String())
	}
	return page
}

// standing is what a field says now. Of phones and addresses only new ones are typed: they are added.
func standing(found *desk.Person, name string) string {
	for _, x := range particulars {
		if x.name == name {
			return x.of(&found.Particulars)
		}
	}
	return ""
}

// sawOf reads the notes that were before the editor.
func sawOf(p *web.Page) (saw []casebook.Ref, ok bool) {
	saw = []casebook.Ref{}
	for _, text := range p.Values("saw") {
		var ref casebook.Ref
		if ref.UnmarshalText([]byte(text)) != nil {
			p.Problem("", p.T("office.correct.stale"))
			return nil, false
		}
		saw = append(saw, ref)
	}
	return saw, true
}

// readTyped turns what was typed into particulars, and says what of it cannot be read.
func readTyped(p *web.Page, typed Typed, in map[string]string, country string) (casebook.Particulars, bool) {
	out := casebook.Particulars{Family: in["family"], Given: in["given"], Full: in["full"], Latin: in["latin"], Town: in["town"], Skills: in["skills"], Remarks: in["remarks"]}
	before := len(p.Problems)
	var ok bool
	if out.Born, ok = date(in["born"]); !ok {
		p.Problem("born", p.T("office.wrong.born"))
	}
	wrong := func(name string, ok bool) {
		if !ok {
			p.Problem(name, p.T("office.wrong."+name))
		}
	}
	if typed == nil { // a node that reads nothing takes nothing but plain text
		return out, len(p.Problems) == before
	}
	code := typed.Country(country)
	if in["country"] != "" {
		out.Country = typed.Country(in["country"])
		wrong("country", out.Country != "")
	}
	if in["language"] != "" {
		out.Language = typed.Language(in["language"])
		wrong("language", out.Language != "")
	}
	if in["phone"] != "" {
		out.Phones, ok = typed.Phones(in["phone"], code)
		wrong("phone", ok)
	}
	if in["email"] != "" {
		out.Emails, ok = typed.Emails(in["email"])
		wrong("email", ok)
	}
	return out, len(p.Problems) == before
}

// settle writes one of two values that stand beside each other once more, now that somebody has seen both.
func settle(p *web.Page) error {
	found, err := besides(p)
	if err != nil {
		return err
	}
	name, value := p.Value("field"), p.Value("value")
	for _, f := range known(found) {
		chosen := slices.ContainsFunc(f.Values, func(v desk.Value) bool { return v.Value == value })
		if f.Name != name || !chosen {
			continue
		}
		noted, ok := readTyped(p, nil, map[string]string{name: value}, "")
		if name == "country" {
			noted.Country = value
		}
		if name == "language" {
			noted.Language = value
		}
		if !ok {
			break
		}
		if err := p.Desk.Correct(p.R.Context(), p.By(), found.Records[0], noted, nil); err != nil {
			return p.Retry(err, views, "correct", correctPageOf(p, found))
		}
		break
	}
	if p.Value("back") == "/conflicts" {
		return p.See("/conflicts")
	}
	return p.See("/people/" + found.Records[0].String())
}

func move(p *web.Page) error {
	found, err := seen(p)
	if err != nil {
		return err
	}
	to := p.Value("territory")
	if to == found.Territory {
		return p.See("/people/" + found.Records[0].String())
	}
	page := correctPageOf(p, found)
	if !offered(page.Territories, to) {
		p.Problem("territory", p.T("office.territory.unknown"))
		return p.Show(http.StatusUnprocessableEntity, views, "correct", page)
	}
	if err := p.Desk.Move(p.R.Context(), p.By(), found.Records[0], to); err != nil {
		return p.Retry(err, views, "correct", page)
	}
	return p.See("/people/" + found.Records[0].String())
}
