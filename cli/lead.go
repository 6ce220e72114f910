package cli

import (
	"encoding/hex"
	"math"
	"strings"

	"willing/casebook"
	"willing/desk"
	"willing/intake"
)

// whoIs are the flags that name and reach a person.
type whoIs struct {
	Family   string   `placeholder:"TEXT" help:"Family name, as written."`
	Given    string   `placeholder:"TEXT" help:"Given name, as written."`
	Full     string   `placeholder:"TEXT" help:"The whole name, where nobody knows which part is which."`
	Latin    string   `placeholder:"TEXT" help:"The name in Latin letters, if somebody gave it so."`
	Born     string   `placeholder:"DATE" help:"2001-05-09, 2001-05, 2001 or 'about 2001'."`
	Phone    []string `placeholder:"NUMBER" sep:"none" help:"A phone. Repeat for more."`
	Email    []string `placeholder:"ADDRESS" sep:"none" help:"An e-mail address. Repeat for more."`
	Town     string   `placeholder:"TEXT" help:"Town."`
	Country  string   `placeholder:"CODE" help:"Country: IT, or Italy."`
	Language string   `placeholder:"CODE" help:"Language: it, or Italian."`
	Skills   string   `placeholder:"TEXT" help:"What they can do."`
	Remarks  string   `placeholder:"TEXT" help:"Anything else; nothing about health or body."`
}

func (w whoIs) read() (casebook.Particulars, error) {
	p := casebook.Particulars{Family: w.Family, Given: w.Given, Full: w.Full, Latin: w.Latin, Town: w.Town, Skills: w.Skills, Remarks: w.Remarks}
	var err error
	if p.Born, err = date("--born", w.Born); err != nil {
		return p, err
	}
	if w.Country != "" {
		if p.Country = intake.CountryCode(w.Country); p.Country == "" {
			return p, fail(desk.BadInput, "--country: no country is known by this; write its code, for instance IT")
		}
	}
	if w.Language != "" {
		if p.Language = intake.LanguageCode(w.Language); p.Language == "" {
			return p, fail(desk.BadInput, "--language: no language is known by this; write its code, for instance it")
		}
	}
	for _, typed := range w.Phone {
		for _, phone := range intake.ParsePhones(typed, p.Country) {
			if phone.E164 == "" {
				return p, fail(desk.BadInput, "--phone: this is no number, or its country is not known: write it with + and the country's code, or give --country")
			}
			p.Phones = append(p.Phones, phone.E164)
		}
	}
	for _, typed := range w.Email {
		found, ok := intake.ParseEmails(typed)
		if !ok {
			return p, fail(desk.BadInput, "--email: this is no address")
		}
		p.Emails = append(p.Emails, found...)
	}
	return p, nil
}

func (w whoIs) empty() bool {
	return strings.TrimSpace(w.Family+w.Given+w.Full+w.Latin) == "" && len(w.Phone)+len(w.Email) == 0
}

type leadCmd struct {
	Who       whoIs   `embed:""`
	Territory string  `required:"" placeholder:"ID" help:"A territory of the programme."`
	Source    string  `default:"noticed by the team" placeholder:"TEXT" help:"Who noticed."`
	SeenOn    string  `placeholder:"DATE" help:"When; today if left out."`
	Place     string  `placeholder:"TEXT" help:"A town, never an address."`
	Lat       float64 `placeholder:"DEGREES" help:"With one decimal at most."`
	Lon       float64 `placeholder:"DEGREES" help:"With one decimal at most."`
	Ground    string  `placeholder:"TEXT" help:"Why this person; no description of a body."`
	Written   string  `placeholder:"CODE" help:"The language in which --ground is written: it, or Italian. The person reads it in its direction."`
}

// leadResult is what became of one lead.
type leadResult struct {
	Person   casebook.ID   `json:"person,omitzero"` // the record that was made
	Became   string        `json:"became"`          // "lead", "set-aside" or "repeated"
	Strength string        `json:"strength,omitempty"`
	Of       []casebook.ID `json:"of"`
}

// Run notes somebody to meet.
func (c *leadCmd) Run(j *job) error {
	by, err := j.acting()
	if err != nil {
		return err
	}
	row, err := c.read(j)
	if err != nil {
		return err
	}
	o, err := j.desk().Lead(j.ctx, by, row)
	if err != nil {
		return err
	}
	if o.Became == desk.BecameHeldBack || o.Became == desk.BecameAsk {
		held := &desk.Error{Kind: desk.Held, Lacks: []casebook.Lack{{Gate: "G01", Key: "lead.held", Say: casebook.NeutralRefusal}}}
		return detailed{error: held, row: hex.EncodeToString(o.Tag)}
	}
	out := leadResult{o.Person, o.Became, o.Strength, append([]casebook.ID{}, o.Of...)}
	return j.show(out, func(p *page) {
		switch o.Became {
		case desk.BecameLead:
			p.line("%s: somebody to meet", o.Person)
		case desk.BecameSetAside:
			p.line("%s: %s", o.Person, casebook.NeutralRefusal)
		default:
			p.line("this very lead was noted before, and nothing was written: see `willing person list`")
		}
	})
}

func (c *leadCmd) read(j *job) (desk.LeadRow, error) {
	row := desk.LeadRow{}
	if c.Who.empty() && c.Ground == "" {
		return row, fail(desk.BadInput, "give a name, a phone, an e-mail address, or the ground: otherwise nobody can find this person again")
	}
	if err := j.territory(c.Territory); err != nil {
		return row, err
	}
	if math.Abs(c.Lat) > 90 || math.Abs(c.Lon) > 180 {
		return row, fail(desk.BadInput, "--lat is -90 to 90, --lon is -180 to 180")
	}
	var err error
	if row.Particulars, err = c.Who.read(); err != nil {
		return row, err
	}
	row.Lead = casebook.Lead{
		Source: c.Source, Territory: c.Territory, Place: c.Place, Lat: c.Lat, Lon: c.Lon, Ground: c.Ground, Language: row.Particulars.Language,
	}
	if c.Written != "" {
		if row.Lead.Written = intake.LanguageCode(c.Written); row.Lead.Written == "" {
			return row, fail(desk.BadInput, "--written: no language is known by this; write its code, for instance it")
		}
	}
	if row.Lead.SeenOn, err = date("--seen-on", c.SeenOn); err != nil {
		return row, err
	}
	if row.Lead.SeenOn.IsZero() {
		now := j.desk().Now().UTC()
		row.Lead.SeenOn = casebook.Date{Year: now.Year(), Month: int(now.Month()), Day: now.Day()}
	}
	return row, nil
}
