package cli

import (
	"slices"

	"willing/casebook"
	"willing/desk"
)

// outcome is what most commands about one person print: what was recorded, where the person now
// stands, and what is missing for the next step, so that nobody has to ask twice.
type outcome struct {
	Person casebook.ID     `json:"person"`
	Done   string          `json:"done"`
	Stage  casebook.Stage  `json:"stage,omitempty"`
	Next   string          `json:"next,omitempty"`    // the next step's event type
	Type   string          `json:"command,omitempty"` // and what to type for it
	Lacks  []casebook.Lack `json:"lacks"`             // what is missing for it
	Before []casebook.Lack `json:"before,omitempty"`  // what is missing for asking, and can be seen to at once
}

// nextAfter says which step of the way follows a stage.
var nextAfter = map[casebook.Stage]string{
	casebook.StageNoted: casebook.ApproachMade, casebook.StageApproached: casebook.DisclosureDelivered,
	casebook.StageInterviewed: casebook.DisclosureDelivered, casebook.StageAssessed: casebook.DisclosureDelivered,
	casebook.StageTold: casebook.UnderstandingHeard, casebook.StageUnderstood: casebook.OfferMade,
	casebook.StageOffered: casebook.AnswerGiven,
}

// done prints the outcome of something recorded about a person. Whoever may not see people reads only
// that it is recorded.
func (j *job) done(by desk.Acting, person casebook.ID, what string) error {
	o := j.outcomeOf(by, person, what)
	return j.show(o, func(p *page) { o.print(p) })
}

func (j *job) outcomeOf(by desk.Acting, person casebook.ID, what string) outcome {
	o := outcome{Person: person, Done: what, Lacks: []casebook.Lack{}}
	if by.Signer == nil {
		return o
	}
	shown, err := j.desk().Mention(j.ctx, by, person)
	if err != nil {
		return o
	}
	o.Stage, o.Next = shown.Stage, nextAfter[shown.Stage]
	o.Type = about(acts[o.Next].command, person)
	if shown.Yes != nil && shown.Stage == casebook.StageProvisional {
		o.Lacks = append(o.Lacks, shown.Yes.WaitsFor...)
	}
	o.Lacks = append(o.Lacks, lacking(shown, o.Next)...)
	if o.Next == casebook.UnderstandingHeard {
		o.Before = slices.DeleteFunc(beforeAsking(shown.Next), func(l casebook.Lack) bool { return l.Key != "offer.link" })
	}
	return o
}

func (o outcome) print(p *page) {
	p.line("%s: %s", o.Person, o.Done)
	if o.Stage != "" {
		p.line("now: %s", inWords(stageWords, o.Stage))
	}
	for _, l := range o.Lacks {
		p.line("next: %s", l.Say)
		if command := remedies[l.Key]; command != "" {
			p.line("      %s", about(command, o.Person))
		}
	}
	if len(o.Lacks) == 0 && o.Next != "" {
		p.line("next: %s", acts[o.Next].do)
		p.line("      %s", about(acts[o.Next].command, o.Person))
	}
	for _, l := range o.Before {
		p.line("before asking: %s", l.Say)
		p.line("      %s", about(remedies[l.Key], o.Person))
	}
}
