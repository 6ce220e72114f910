package api

import (
	"time"

	"willing/casebook"
	"willing/desk"
)

// Date is a day, a month or a year as somebody knew it; what is not known is left out.
type Date struct {
	Year  int  `json:"year,omitempty" minimum:"1" maximum:"9999" doc:"The year."`
	Month int  `json:"month,omitempty" minimum:"0" maximum:"12" doc:"The month, from 1; 0 if nobody knows."`
	Day   int  `json:"day,omitempty" minimum:"0" maximum:"31" doc:"The day of the month, from 1; 0 if nobody knows."`
	About bool `json:"about,omitempty" doc:"The year is not certain."`
}

// Particulars name and reach a person; they can be erased.
type Particulars struct {
	Family   string   `json:"family,omitempty" maxLength:"200" doc:"Family name, as written."`
	Given    string   `json:"given,omitempty" maxLength:"200" doc:"Given name, as written."`
	Full     string   `json:"full,omitempty" maxLength:"400" doc:"The whole name, where nobody knows which part is which."`
	Latin    string   `json:"latin,omitempty" maxLength:"400" doc:"The name in Latin letters, if somebody gave it so."`
	Born     Date     `json:"born,omitzero" doc:"Birth date, as it was noted with the name; which of several decides, births says."`
	Phones   []string `json:"phones,omitempty" maxItems:"16" nullable:"false" doc:"Telephone numbers: with + and the country's code, or as typed in the given country."`
	Emails   []string `json:"emails,omitempty" maxItems:"16" nullable:"false" doc:"E-mail addresses."`
	Town     string   `json:"town,omitempty" maxLength:"200" doc:"Town."`
	Country  string   `json:"country,omitempty" maxLength:"2" doc:"Country, ISO 3166-1." example:"IT"`
	Language string   `json:"language,omitempty" maxLength:"35" doc:"Language, BCP 47." example:"it"`
	Skills   string   `json:"skills,omitempty" maxLength:"2000" doc:"What they can do."`
	Remarks  string   `json:"remarks,omitempty" maxLength:"4000" doc:"Anything else; nothing about health or body."`
}

// mostText bounds one number or address.
const mostText = 320

// read takes particulars over, with numbers as E.164.
func (a *API) particulars(in Particulars) (casebook.Particulars, error) {
	out := casebook.Particulars{
		Family: in.Family, Given: in.Given, Full: in.Full, Latin: in.Latin, Born: casebook.Date(in.Born), Emails: in.Emails, Town: in.Town,
		Country: in.Country, Language: in.Language, Skills: in.Skills, Remarks: in.Remarks,
	}
	for _, typed := range in.Phones {
		number := ""
		if len(typed) <= mostText && a.Phone != nil {
			number = a.Phone(typed, in.Country)
		}
		if number == "" {
			return out, bad("body.phones", "this is no telephone number, or its country is not known: write it with + and the country's code")
		}
		out.Phones = append(out.Phones, number)
	}
	for _, address := range in.Emails {
		if len(address) > mostText {
			return out, bad("body.emails", "this is no e-mail address")
		}
	}
	return out, nil
}

func particularsOf(p casebook.Particulars) Particulars {
	return Particulars{p.Family, p.Given, p.Full, p.Latin, Date(p.Born), p.Phones, p.Emails, p.Town, p.Country, p.Language, p.Skills, p.Remarks}
}

// Interpreter is whoever interprets (G29).
type Interpreter struct {
	Name       string `json:"name" minLength:"1" maxLength:"200" doc:"Who interprets, by name."`
	Adult      bool   `json:"adult" doc:"They are an adult."`
	Unrelated  bool   `json:"unrelated" doc:"They are not related to the person."`
	Recruiting bool   `json:"recruiting" doc:"They recruit for us."`
}

func (i *Interpreter) read() *casebook.Interpreter { return (*casebook.Interpreter)(i) }

// Row is a person as lists show them.
type Row struct {
	Person    casebook.ID    `json:"person"`
	Stage     casebook.Stage `json:"stage" doc:"Where they are on the way." example:"told"`
	Since     *time.Time     `json:"since,omitempty" doc:"When that stage began."`
	Territory string         `json:"territory,omitempty"`
	Name      string         `json:"name,omitempty" doc:"As whoever asks may read it."`
	Place     string         `json:"place,omitempty"`
	Alone     bool           `json:"alone,omitempty" doc:"No team may approach them."`
	Irregular int            `json:"irregular,omitempty" doc:"How many things need a look."`
	Pending   int            `json:"pending,omitempty" doc:"How many wait for what has not arrived."`
	ToldAgain int            `json:"told_again,omitempty" doc:"The version of a changed text that waits for their answer."`
	Review    *time.Time     `json:"review,omitempty" doc:"By when a possible match is decided."`
	Call      *time.Time     `json:"call,omitempty" doc:"Since when a yes waits for the outside call."`
	Worry     *time.Time     `json:"worry,omitempty" doc:"Since when an outside call worries."`
	Young     *time.Time     `json:"young,omitempty" doc:"Since when a yes waits of somebody who was too young to be asked, by a birth date on record."`
	Erase     *time.Time     `json:"erase,omitempty" doc:"When an erasure falls due."`
	Delete    *time.Time     `json:"delete,omitempty" doc:"When the file is to be deleted."`
	Hidden    bool           `json:"hidden,omitempty" doc:"An erasure was asked for."`
}

func rowOf(r desk.Row) Row {
	return Row{
		Person: r.Person, Stage: r.Stage, Since: millis(r.Since), Territory: r.Territory, Name: r.Name, Place: r.Place, Alone: r.Alone,
		Irregular: r.Irregular, Pending: r.Pending, ToldAgain: r.ToldAgain, Review: millis(r.Review), Call: millis(r.Call), Worry: millis(r.Worry),
		Young: millis(r.Young), Erase: millis(r.Erase), Delete: millis(r.Delete), Hidden: r.Hidden,
	}
}

func rowsOf(rows []desk.Row) []Row {
	out := make([]Row, len(rows))
	for i, r := range rows {
		out[i] = rowOf(r)
	}
	return out
}

func lacksOf(lacks []casebook.Lack) []Missing {
	p := &Problem{}
	if len(lacks) > 0 {
		p.missing(lacks)
	}
	return p.Missing
}
