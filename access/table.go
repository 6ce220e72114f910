package access

import (
	"slices"

	"willing/casebook"
)

// Action is one thing a member of staff can try; its name is what people read in the rights page.
type Action string

// The actions, as the use cases of package desk name them.
const (
	ManageStaff    Action = "admit staff and change their hats"
	EnrolKeys      Action = "enrol keys"
	RevokeKeys     Action = "revoke keys"
	ManageTeams    Action = "form teams"
	DeclareTies    Action = "declare that two people are close"
	EndTies        Action = "take back that two people are close"
	Publish        Action = "publish the programme"
	Propose        Action = "propose texts"
	Approve        Action = "approve a text"
	ImportLeads    Action = "import leads"
	ImportRefusals Action = "import a list of refusals"
	WithdrawList   Action = "withdraw a list of refusals"
	KeepMarkers    Action = "look at the markers again"
	RenewMarkers   Action = "renew the keys of the markers"
	NoteLead       Action = "note somebody to meet"
	SeePeople      Action = "see people and their history"
	Move           Action = "put a person into a territory"
	Meet           Action = "check, approach, interview, test and tell"
	Ask            Action = "make an offer and witness the answer"
	LeaveAlone     Action = "record a no, a stop, a leaving or a concern"
	Judge          Action = "decide a possible match"
	CorrectAge     Action = "set a proof of age right"
	CallOutside    Action = "make the outside call"
	HandOver       Action = "hand over a private link from headquarters"
	Select         Action = "decide who is taken"
	Reopen         Action = "let somebody come back who asks to"
	Erase          Action = "ask for an erasure"
	BackErasure    Action = "confirm or deny an erasure"
	ExportPerson   Action = "export a person's file for them"
	SeeFigures     Action = "see figures"
	SeeLog         Action = "search the log"
	Maintain       Action = "back up, restore, verify"
	Receive        Action = "take in commits from another device"
	AdmitDevices   Action = "admit devices"
	Sealed         Action = "read what a person gave to safeguarding"
)

// grant says which hats may try an action, and which of them only in their teams' territories.
type grant struct {
	hats  []string
	local []string
}

// table is the whole of the rights; the manual's rights page is generated from it.
var table = map[Action]grant{
	ManageStaff: {hats: []string{casebook.Administrator}},
	EnrolKeys:   {hats: []string{casebook.Administrator, casebook.Coordinator}},
	RevokeKeys:  {hats: []string{casebook.Administrator, casebook.Coordinator, casebook.Safeguarding}},
	ManageTeams: {hats: []string{casebook.Administrator, casebook.Coordinator}},
	DeclareTies: {hats: []string{
		casebook.Administrator, casebook.Coordinator, casebook.Scout, casebook.Mentor, casebook.Trainer, casebook.Safeguarding,
	}},
	EndTies:        {hats: []string{casebook.Administrator, casebook.Coordinator, casebook.Trainer, casebook.Safeguarding}},
	Publish:        {hats: []string{casebook.Administrator, casebook.Coordinator}},
	Propose:        {hats: []string{casebook.Administrator, casebook.Coordinator, casebook.Trainer, casebook.Mentor}},
	Approve:        {hats: []string{casebook.Administrator, casebook.Coordinator, casebook.Trainer, casebook.Safeguarding}},
	ImportLeads:    {hats: []string{casebook.Administrator, casebook.Coordinator}},
	ImportRefusals: {hats: []string{casebook.Administrator, casebook.Coordinator}},
	WithdrawList:   {hats: []string{casebook.Administrator, casebook.Coordinator, casebook.Safeguarding}},
	KeepMarkers:    {hats: []string{casebook.Administrator, casebook.Coordinator, casebook.Safeguarding}},
	RenewMarkers:   {hats: []string{casebook.Administrator}},
	NoteLead:       {hats: []string{casebook.Administrator, casebook.Coordinator, casebook.Trainer}, local: []string{casebook.Scout, casebook.Mentor}},
	SeePeople:      {hats: []string{casebook.Coordinator, casebook.Trainer, casebook.Safeguarding, casebook.Auditor, casebook.Administrator}, local: []string{casebook.Scout, casebook.Mentor}},
	Move:           {hats: []string{casebook.Administrator, casebook.Coordinator}},
	Meet:           {hats: []string{casebook.Coordinator, casebook.Trainer}, local: []string{casebook.Scout, casebook.Mentor}},
	Ask:            {local: []string{casebook.Scout, casebook.Mentor}},
	LeaveAlone:     {hats: casebook.Hats},
	Judge:          {hats: []string{casebook.Coordinator, casebook.Trainer, casebook.Safeguarding, casebook.Administrator}},
	CorrectAge:     {hats: []string{casebook.Coordinator, casebook.Trainer, casebook.Safeguarding, casebook.Auditor, casebook.Administrator}},
	CallOutside:    {hats: []string{casebook.Coordinator, casebook.Trainer, casebook.Safeguarding, casebook.Auditor, casebook.Administrator}, local: []string{casebook.Scout, casebook.Mentor}},
	HandOver:       {hats: []string{casebook.Coordinator, casebook.Trainer, casebook.Safeguarding}},
	Select:         {hats: []string{casebook.Trainer, casebook.Coordinator}, local: []string{casebook.Mentor}},
	Reopen:         {hats: []string{casebook.Coordinator, casebook.Trainer, casebook.Safeguarding, casebook.Administrator}},
	Erase:          {hats: casebook.Hats},
	// Whoever stands behind an erasure, or denies it, is outside the team, which does not learn that there is one.
	BackErasure:  {hats: []string{casebook.Coordinator, casebook.Trainer, casebook.Safeguarding, casebook.Auditor, casebook.Administrator}},
	ExportPerson: {hats: []string{casebook.Coordinator, casebook.Safeguarding, casebook.Administrator}},
	SeeFigures:   {hats: []string{casebook.Administrator, casebook.Coordinator, casebook.Trainer, casebook.Safeguarding, casebook.Auditor}, local: []string{casebook.Scout, casebook.Mentor}},
	SeeLog:       {hats: []string{casebook.Auditor, casebook.Coordinator, casebook.Administrator}},
	Maintain:     {hats: []string{casebook.Administrator}},
	Receive:      {hats: []string{casebook.Administrator, casebook.Coordinator}},
	AdmitDevices: {hats: []string{casebook.Administrator, casebook.Coordinator}},
	Sealed:       {hats: []string{casebook.Safeguarding}},
}

// Who is a member of staff as far as rights go.
type Who struct {
	Hats        []string
	Territories []string // of the teams they belong to
}

// Decide reports whether who may try the action on something in a territory; territory "" asks about
// the action as such, wherever.
func Decide(who Who, action Action, territory string) bool {
	g := table[action]
	for _, hat := range who.Hats {
		if slices.Contains(g.hats, hat) {
			return true
		}
		if slices.Contains(g.local, hat) && (territory == "" || slices.Contains(who.Territories, territory)) {
			return true
		}
	}
	return false
}

// Everywhere reports whether who may try the action in every territory.
func Everywhere(who Who, action Action) bool {
	return slices.ContainsFunc(who.Hats, func(hat string) bool { return slices.Contains(table[action].hats, hat) })
}

// Actions lists every action in alphabetical order.
func Actions() []Action {
	var out []Action
	for a := range table {
		out = append(out, a)
	}
	slices.Sort(out)
	return out
}

// HatsFor returns the hats that may try an action everywhere, and those that may only in the
// territories of their own teams.
func HatsFor(action Action) (everywhere, local []string) {
	return slices.Clone(table[action].hats), slices.Clone(table[action].local)
}
