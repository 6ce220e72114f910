package api

import (
	"context"

	"willing/casebook"
	"willing/desk"
)

// Form is a filled-in interview or test of the programme.
type Form struct {
	Instrument string            `json:"instrument" minLength:"1" maxLength:"60" doc:"The id of an interview or test of the programme."`
	Answers    map[string]string `json:"answers,omitempty" doc:"Answers by the names of the questions." nullable:"false"`
	Safety     bool              `json:"safety,omitempty" doc:"Needed early for somebody's safety (G03)."`
}

// form takes over what was sent; it is closed in an envelope, where it must be, before it is written down.
func (f Form) form() casebook.Form {
	return casebook.Form{Instrument: f.Instrument, Answers: f.Answers, Safety: f.Safety}
}

func interviews(a *API) {
	note(a, op{id: "interview", on: "POST /people/{person}/interviews", tag: "interviews", does: "Record an interview"},
		func(ctx context.Context, by desk.Acting, person casebook.ID, in Form) error {
			return a.Desk.Interview(ctx, by, person, in.form())
		})
}

func filledForms(a *API) {
	note(a, op{id: "fill-in", on: "POST /people/{person}/filled-forms", tag: "interviews", does: "Record a form that the person filled in themselves, on the team's device turned round", pair: true,
		more: "Both of the pair witness it with their own keys: nothing else here shows that the device was in the person's hands. Forms about health or background take this way, or the person's own: POST /own/acts (G03)."},
		func(ctx context.Context, by desk.Acting, person casebook.ID, in Form) error {
			if len(by.With) == 0 {
				return errPair
			}
			return a.Desk.FillIn(ctx, by, person, in.form())
		})
}

// errPair: a page sees that the device was turned round; of a program nobody knows, so one of us alone would speak for the person.
var errPair = &desk.Error{Kind: desk.Held, Say: "both of the pair say that the person filled this in themselves", Lacks: []casebook.Lack{{Gate: "G03", Key: "form.pair",
	Say: "Both of the pair say that the person filled this in themselves: open a session of the other half beside yours, or hand on what is on paper to a trainer or a coordinator."}}}

// Health is what a person told for the doctor.
type Health struct {
	Told []desk.ForDoctor `json:"told" doc:"The newest first."`
}

func health(a *API) {
	register(a, op{id: "read-health", on: "GET /people/{person}/health", tag: "interviews", does: "Read what a person told for the doctor",
		more: "For whoever prepares the examination: a trainer or a coordinator. Whoever reads it is noted: the person can see who did."},
		func(ctx context.Context, by desk.Acting, in *On) (*Reply[Health], error) {
			person, err := in.id()
			if err != nil {
				return nil, err
			}
			told, err := a.Desk.Health(ctx, by, person)
			return &Reply[Health]{Health{told}}, err
		})
	note(a, op{id: "take-back-form", on: "POST /people/{person}/forms-taken-back", tag: "interviews", does: "Record that the person takes back what they told for the doctor", pair: true,
		more: "On the team's device turned round, before whoever sends it, who witnesses it with their own key. By their link the person does it themselves: POST /own/acts."},
		func(ctx context.Context, by desk.Acting, person casebook.ID, in Instrument) error {
			return a.Desk.TakeBack(ctx, by, person, in.Instrument)
		})
}

// Instrument names a form.
type Instrument struct {
	Instrument string `json:"instrument" minLength:"1" maxLength:"60" doc:"The id of a form of the programme."`
}

func assessments(a *API) {
	note(a, op{id: "assess", on: "POST /people/{person}/assessments", tag: "assessments", does: "Record a test"},
		func(ctx context.Context, by desk.Acting, person casebook.ID, in Form) error {
			return a.Desk.Assess(ctx, by, person, in.form())
		})
}

// Age is a birth date as stated, or as a document proves it.
type Age struct {
	Born     Date   `json:"born" doc:"Doubt makes people younger (G08)."`
	Document string `json:"document,omitempty" maxLength:"60" doc:"The kind of document that proves it, never its number." example:"passport"`
}

func ages(a *API) {
	note(a, op{id: "state-age", on: "POST /people/{person}/ages", tag: "ages", does: "Record a birth date, stated or proven (G08)"},
		func(ctx context.Context, by desk.Acting, person casebook.ID, in Age) error {
			if in.Born.Year == 0 {
				return bad("body.born", "give a year at least")
			}
			return a.Desk.Age(ctx, by, person, casebook.Age{Born: casebook.Date(in.Born), Document: in.Document})
		})
	note(a, op{id: "correct-age", on: "POST /people/{person}/ages/corrections", tag: "ages", pair: true, does: "Set right a proof of age that was misread or mistyped (G08)",
		more: "At headquarters, by two people outside every team involved, one of them from safeguarding, who looked at none of the documents before. It names every proof that counts now."},
		func(ctx context.Context, by desk.Acting, person casebook.ID, in Age) error {
			return a.Desk.CorrectAge(ctx, by, person, casebook.Age{Born: casebook.Date(in.Born), Document: in.Document})
		})
}

// Guardian is a guardian's own answer for a minor.
type Guardian struct {
	Agrees   bool   `json:"agrees"`
	Majority Date   `json:"majority,omitzero" doc:"The day on which the young person comes of age: a no lapses then."`
	Name     string `json:"name,omitempty" maxLength:"200"`
}

func guardians(a *API) {
	note(a, op{id: "guardian-answers", on: "POST /people/{person}/guardian-answers", tag: "guardians", does: "Record a guardian's answer for a minor, given apart (G08)", pair: true},
		func(ctx context.Context, by desk.Acting, person casebook.ID, in Guardian) error {
			return a.Desk.Guardian(ctx, by, person, casebook.Guardian{Agrees: in.Agrees, Majority: casebook.Date(in.Majority), Name: in.Name})
		})
	act(a, op{id: "assent", on: "POST /people/{person}/assents", tag: "guardians", does: "Record a minor's own agreement, given apart (G08)", pair: true}, a.Desk.Assent)
}
