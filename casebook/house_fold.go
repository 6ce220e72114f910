package casebook

import (
	"bytes"
	"math"
	"slices"
	"time"
)

// Apply folds the next commit of headquarters' control lane into the house. Commits must come in the
// lane's order, each once; commits about a person (refusals and the like stand in this lane too) only
// move the position. What an event lacks is returned and listed in [House.Irregular]; it has no effect. One whose content is kept
// elsewhere breaks no rule, and stands in [House.Withheld].
// A commit of another lane changes nothing and does not move the position.
func (h *House) Apply(c *Commit) []Lack {
	if fromHome(c) {
		h.Pos, h.At, h.latest = c.Seq, c.At, latestOf(h.latest, c.At)
		h.times = append(h.times, since[time.Time]{c.Seq, c.At})
	}
	var all []Lack
	for i, e := range c.Events {
		apply := houseEvents[e.Type]
		if apply == nil || i > math.MaxUint16 {
			continue
		}
		ref, body := Ref{c.Hash, uint16(i)}, contentOf(e)
		if lacks := h.lacks(c, e.Type, body); len(lacks) > 0 {
			h.without(&Fact{Ref: ref, Type: e.Type, Commit: c.bare(), Standing: Irregular, Lacks: lacks})
			all = append(all, lacks...)
			continue
		}
		if e.Type != LanesReceived {
			h.known[ref] = nil
		}
		apply(h, c, ref, body)
		h.pairs(c)
	}
	return all
}

// without lists an event that has no effect.
func (h *House) without(f *Fact) {
	if !slices.Contains(Keys(f.Lacks), withheld) || off("house.withheld") {
		h.Irregular = append(h.Irregular, f)
		return
	}
	if f.Type == RefusalsImported {
		h.unread[f.Commit.Subject] = true
	}
	f.Standing = Withheld
	h.Withheld = append(h.Withheld, f)
}

// withheld is the key of what an event lacks whose content is kept elsewhere.
const withheld = "house.withheld"

// bare is a commit without its content, of which nothing is kept in memory: anybody could write as much as they like.
func (c *Commit) bare() *Commit {
	out := *c
	out.Events = slices.Clone(c.Events)
	for i := range out.Events {
		out.Events[i].Body = nil
	}
	return &out
}

// pairs notes until when two people who may enrol keys could sign.
func (h *House) pairs(c *Commit) {
	n := 0
	for id := range h.staff {
		if h.Wears(id, h.Pos, enrollers...) && h.HasKey(id) {
			n++
		}
	}
	if h.paired || n > 1 {
		h.parted = c.At
	}
	h.paired = n > 1
}

func fromHome(c *Commit) bool { return c.Home && c.Scope == controlScope }

// Ask judges a control event that somebody is about to write, by the rules that [House.Apply] uses.
func (h *House) Ask(c *Commit) []Lack {
	var all []Lack
	for _, e := range c.Events {
		if houseEvents[e.Type] != nil {
			all = append(all, h.lacks(c, e.Type, contentOf(e))...)
		}
	}
	return all
}

// IsHouseEvent reports whether an event type belongs to the organisation's own side.
func IsHouseEvent(eventType string) bool { return houseEvents[eventType] != nil }

var houseEvents map[string]func(h *House, c *Commit, ref Ref, body any)

func init() {
	houseEvents = map[string]func(*House, *Commit, Ref, any){
		HouseFounded:       applyFounding,
		ProgrammePublished: applyProgramme,
		ProgrammeFiled:     applyFiling,
		DisclosureProposed: applyProposal,
		DisclosureApproved: applyApproval,
		StaffAdded:         applyStaff,
		StaffChanged:       applyStaff,
		KeyBacked:          applyBacked,
		KeyEnrolled:        applyKey,
		KeyRevoked:         applyKey,
		TeamFormed:         applyTeam,
		TieDeclared:        applyTie,
		TieEnded:           applyTieEnd,
		DeviceGranted:      applyDevice,
		DeviceRevoked:      applyDevice,
		LanesReceived:      func(*House, *Commit, Ref, any) {}, // arrival times come in with each commit
		RefusalsImported:   applyBatch,
		RefusalsWithdrawn:  applyBatch,
		RowReleased:        applyRelease,
		AsideJudged:        applyAside,
		HouseLooked:        applyLooked,
		ClockSetRight:      applyClock,
		MarkersRenewed:     applyRenewed,
		MarkersReviewed:    applyMarkerReview,
		EnvelopeKeyed:      applyEnvelope,
	}
}

func applyFounding(h *House, c *Commit, _ Ref, body any) {
	b := body.(*Founding)
	h.founded, h.Organisation = true, b.Organisation
	h.staff[b.Admin] = []since[Staff]{{c.Seq, Staff{Name: b.Name, Hats: []string{Administrator, Coordinator}}}}
	h.keys[string(b.Key)] = []since[keyHolder]{{c.Seq, keyHolder{who: b.Admin, alg: b.Alg}}}
}

func applyProgramme(h *House, c *Commit, _ Ref, body any) {
	h.programmes = append(h.programmes, since[Programme]{c.Seq, *body.(*Programme)})
}

func applyProposal(h *House, c *Commit, ref Ref, body any) {
	h.proposals[ref] = &proposal{*body.(*Proposal), c.Actor.Who, c.Seq}
}

func applyApproval(h *House, c *Commit, ref Ref, body any) {
	b := body.(*Approval)
	named, p := h.proposalNamed(c, b)
	text := &Text{
		Ref: ref, Role: b.Role, Version: b.Version, Texts: p.body.Texts, Change: p.body.Change, Material: b.Material,
		Author: p.author, Approver: c.Actor.Who, Pos: c.Seq, At: c.At,
	}
	h.texts = append(h.texts, text)
	h.known[ref] = text
	delete(h.proposals, named)
}

func applyStaff(h *House, c *Commit, _ Ref, body any) {
	h.staff[c.Subject] = append(h.staff[c.Subject], since[Staff]{c.Seq, *body.(*Staff)})
}

func applyKey(h *House, c *Commit, ref Ref, body any) {
	b := body.(*EnrolledKey)
	holder := keyHolder{who: c.Subject, alg: b.Alg, revoked: c.Events[ref.Event].Type == KeyRevoked}
	h.keys[string(b.Key)] = append(h.keys[string(b.Key)], since[keyHolder]{c.Seq, holder})
}

func applyTeam(h *House, c *Commit, _ Ref, body any) {
	h.teams[c.Subject] = append(h.teams[c.Subject], since[Team]{c.Seq, *body.(*Team)})
}

func applyDevice(h *House, c *Commit, ref Ref, body any) {
	b := body.(*DeviceGrant)
	var d Device
	copy(d[:], b.Device)
	state := deviceState{grant: *b, revoked: c.Events[ref.Event].Type == DeviceRevoked}
	h.devices[d] = append(h.devices[d], since[deviceState]{c.Seq, state})
}

func applyBatch(h *House, c *Commit, ref Ref, body any) {
	b := body.(*Batch)
	if c.Events[ref.Event].Type == RefusalsWithdrawn {
		h.batches[c.Subject].Withdrawn = true
		return
	}
	before := h.batches[c.Subject]
	if before == nil {
		before = &ImportedBatch{ID: c.Subject, Office: b.Office, At: c.At, tag: b.Tag}
		h.batches[c.Subject] = before
	}
	// Only two people withdraw a list: the same batch imported again adds to it.
	before.Markers, before.Withdrawn = before.Markers+len(b.Markers), false
}

func applyRelease(h *House, _ *Commit, _ Ref, body any) {
	h.released[string(body.(*Release).Row)] = true
}

// proposalNamed finds the waiting proposal that an approval names.
func (h *House) proposalNamed(c *Commit, b *Approval) (Ref, *proposal) {
	for _, ref := range c.Refs {
		if p := h.proposals[ref]; p != nil && p.body.Role == b.Role && p.body.Version == b.Version {
			return ref, p
		}
	}
	return Ref{}, nil
}

// lacks judges one control event.
func (h *House) lacks(c *Commit, eventType string, body any) []Lack {
	switch {
	case !fromHome(c):
		return []Lack{lack("", "house.elsewhere", "this is done at headquarters alone: do it there, or ask somebody there to")}
	case body == nil:
		return []Lack{lack("G25", "house.withheld", "the content of this event is not here")}
	case eventType == HouseFounded:
		if h.founded {
			return []Lack{lack("", "house.twice", "the house is founded already")}
		}
		return nil
	case eventType == LanesReceived:
		return nil
	case eventType == EnvelopeKeyed:
		return ruleEnvelope(body)
	}
	var out []Lack
	if !h.actorWears(c, mayWrite[eventType]...) {
		out = append(out, lack("", "house.hat", "this needs the signature of somebody who wears one of these hats: "+join(mayWrite[eventType])).with("hats", join(mayWrite[eventType])))
	}
	if rule := houseRules[eventType]; rule != nil {
		out = append(out, rule(h, c, body)...)
	}
	return out
}

// mayWrite says who may write which control event.
var mayWrite = map[string][]string{
	ProgrammePublished: {Administrator, Coordinator},
	ProgrammeFiled:     {Administrator, Coordinator},
	DisclosureProposed: {Administrator, Coordinator, Trainer, Mentor},
	DisclosureApproved: {Administrator, Coordinator, Trainer, Safeguarding},
	StaffAdded:         {Administrator},
	StaffChanged:       {Administrator},
	KeyBacked:          {Administrator, Coordinator},
	KeyEnrolled:        enrollers,
	KeyRevoked:         {Administrator, Coordinator, Safeguarding},
	TeamFormed:         {Administrator, Coordinator},
	TieDeclared:        {Administrator, Coordinator, Scout, Mentor, Trainer, Safeguarding},
	TieEnded:           voiders,
	DeviceGranted:      {Administrator, Coordinator},
	DeviceRevoked:      {Administrator, Coordinator, Safeguarding},
	RefusalsImported:   {Administrator, Coordinator},
	RefusalsWithdrawn:  {Administrator, Coordinator, Safeguarding},
	RowReleased:        {Administrator, Coordinator, Safeguarding},
	AsideJudged:        voiders,
	HouseLooked:        settlers,
	ClockSetRight:      {Administrator},
	MarkersRenewed:     {Administrator},
	MarkersReviewed:    Hats, // whoever may what, g27_markers.go says
}

func (h *House) actorWears(c *Commit, hats ...string) bool {
	return h.signedBy(c.Actor, h.Pos) && h.Wears(c.Actor.Who, h.Pos, hats...)
}

// signedBy allows the server to sign for somebody who has only a password, where nobody witnesses.
func (h *House) signedBy(p Proof, pos uint64) bool {
	return p.Signed && (p.Alg == serverKey || h.HoldsKey(p.Who, p.Key, pos))
}

// second reports whether two people signed, each with their own key: a second one who wears one of the hats, and is not
// close to the first, as a witness. A server's word for one of them is none: whoever runs it would be both.
func (h *House) second(c *Commit, hats ...string) bool {
	return h.stands(c.Actor, h.Pos) && slices.ContainsFunc(c.Witnesses, func(w Proof) bool {
		return w.Who != c.Actor.Who && !h.Tied(w.Who, c.Actor.Who, h.Pos) && h.stands(w, h.Pos) && h.Wears(w.Who, h.Pos, hats...)
	})
}

var houseRules = map[string]func(h *House, c *Commit, body any) []Lack{
	DisclosureProposed: ruleProposal,
	DisclosureApproved: ruleApproval,
	KeyBacked:          ruleBacked,
	KeyEnrolled:        ruleEnrolment,
	RefusalsWithdrawn:  ruleBatchWithdrawn,
	ProgrammePublished: rulePublished,
	ProgrammeFiled:     ruleFiling,
	StaffAdded:         ruleStaff,
	StaffChanged:       ruleStaff,
	DeviceGranted:      ruleGrant,
	DeviceRevoked:      ruleDevice,
	RowReleased:        ruleRelease,
	TieEnded:           ruleTieEnded,
	AsideJudged:        ruleAside,
	HouseLooked:        ruleLooked,
	ClockSetRight:      ruleClock,
	MarkersRenewed:     ruleRenewed,
	MarkersReviewed:    ruleMarkerReview,
}

func rulePublished(h *House, c *Commit, body any) []Lack {
	var out []Lack
	p := body.(*Programme)
	for _, f := range p.Limits.Faults() {
		out = append(out, lack(f.Gate, "programme.limit", f.Field+" is "+itoa(f.Value)+": law.md allows "+itoa(f.Low)+" to "+itoa(f.High)).
			with("field", f.Field, "value", itoa(f.Value), "low", itoa(f.Low), "high", itoa(f.High)))
	}
	before := h.Programme(h.Pos)
	if p.Version > farthest(before) {
		out = append(out, lack("", "programme.far", "version "+itoa(p.Version)+" leaves no room for later ones: take the next number in programme.yaml").with("version", itoa(p.Version)))
	}
	if before != nil && p.Version <= before.Version {
		out = append(out, lack("", "programme.version", "version "+itoa(p.Version)+" is not newer than "+itoa(before.Version)+": raise it in programme.yaml").
			with("version", itoa(p.Version), "before", itoa(before.Version)))
	}
	return out
}

// farthest is the highest version that may follow (our decision): whoever took the last number there is would end all
// publishing, and nobody could set right what they published. A date written as a number is none too high.
func farthest(before *Programme) int {
	const date, step = 100_000_000, 1_000_000
	if before == nil {
		return date + step
	}
	return max(before.Version, date) + step
}

// ruleStaff keeps names unique, since people sign in with them.
func ruleStaff(h *House, c *Commit, body any) []Lack {
	s := body.(*Staff)
	if s.Name == "" || c.Subject.IsZero() {
		return []Lack{lack("", "staff.name", "give a name and an id")}
	}
	if other, taken := h.Named(s.Name); taken && other != c.Subject && !s.Left {
		return []Lack{lack("", "staff.taken", "somebody has this name already: choose another")}
	}
	for _, hat := range s.Hats {
		if !slices.Contains(Hats, hat) {
			return []Lack{lack("", "staff.hat", "there is no hat of this name: use "+join(Hats)).with("hats", join(Hats))}
		}
	}
	return nil
}

// enrollers are the hats of those who may sign for somebody else's key.
var enrollers = []string{Administrator, Coordinator, Safeguarding}

// aloneAfter is how long somebody who is left alone waits before one signature suffices (our decision): so
// nobody gets round the second by taking away everybody else's hats or keys.
const aloneAfter = 7 * 24 * time.Hour

// ruleEnrolment: enrolling a key takes two people. While nobody else ever could sign, one suffices, so that
// a new house can begin; and again when nobody else could for a week, so that a house of one can go on. Who is alone signs
// with their own key as long as they have one: a sign-in link that somebody else opened enrols nothing.
func ruleEnrolment(h *House, c *Commit, body any) []Lack {
	b := body.(*EnrolledKey)
	if _, taken := lastAt(h.keys[string(b.Key)], h.Pos); taken {
		return []Lack{lack("G09", "key.known", "this key is or was enrolled already: make a new one")}
	}
	lead := !h.Wears(c.Actor.Who, h.Pos, Administrator, Coordinator) // a safeguarding lead can only be the second
	switch {
	case off("keys") || h.Backed(c.Actor.Who, c.Subject, *b) && h.stands(c.Actor, h.Pos) || h.second(c, enrollers...) && !lead:
		return nil
	case lead:
	case h.hasSecondEnroller(c.Actor.Who):
	case h.HasKey(c.Actor.Who) && !h.stands(c.Actor, h.Pos):
		return []Lack{lack("G09", "key.alone", "whoever enrols keys alone signs with their own: unlock it first; if it is lost, take it off yourself and enrol a new one")}
	case h.parted.IsZero() || c.when().Sub(h.parted) >= aloneAfter:
		return nil
	default:
		return []Lack{second("key.parted", "enrolling a key takes two people, and somebody who could have signed too could until lately: one signature suffices only when nobody else could for 7 days")}
	}
	return []Lack{second("key.two", "enrolling a key takes two people: another administrator, coordinator or safeguarding lead signs too")}
}

// ruleBacked: the first of two says yes to a key of a member of staff, with their own. Their yes waits in the log for the
// second, who may be far away and hours later; a server that kept it could make it up.
func ruleBacked(h *House, c *Commit, body any) []Lack {
	_, taken := lastAt(h.keys[string(body.(*EnrolledKey).Key)], h.Pos)
	_, works := h.StaffAt(c.Subject, h.Pos)
	switch {
	case taken:
		return []Lack{lack("G09", "key.known", "this key is or was enrolled already: make a new one")}
	case !works || !h.stands(c.Actor, h.Pos):
		return []Lack{second("key.own", "whoever says yes to a colleague’s key signs with their own: unlock it first")}
	}
	return nil
}

func applyBacked(h *House, c *Commit, _ Ref, body any) {
	k := body.(*EnrolledKey)
	h.backed[string(k.Key)] = append(h.backed[string(k.Key)], backing{c.Subject, c.Actor.Who, k.Alg, c.Actor.Key})
}

// backs reports whether a yes is one to a key of who's, and the key that signed it still that person's: what a lost key
// signed says nothing any more.
func (h *House) backs(b backing, who ID, k EnrolledKey) bool {
	return b.who == who && b.alg == k.Alg && h.HoldsKey(b.by, b.key, h.Pos)
}

// Backs reports whether somebody said yes to a key of who's.
func (h *House) Backs(by, who ID, k EnrolledKey) bool {
	return slices.ContainsFunc(h.backed[string(k.Key)], func(b backing) bool { return b.by == by && h.backs(b, who, k) })
}

// Backed reports whether another than somebody, who may enrol keys and is not close to them, said yes to a key of who's.
func (h *House) Backed(by, who ID, k EnrolledKey) bool {
	return slices.ContainsFunc(h.backed[string(k.Key)], func(b backing) bool {
		return h.backs(b, who, k) && b.by != by && !h.Tied(b.by, by, h.Pos) && h.Wears(b.by, h.Pos, enrollers...)
	})
}

func (h *House) hasSecondEnroller(actor ID) bool {
	for id := range h.staff {
		if id != actor && h.Wears(id, h.Pos, enrollers...) && h.HasKey(id) {
			return true
		}
	}
	return false
}

// ruleBatchWithdrawn: a wrongly imported list of refusals can be withdrawn by two people (G01).
func ruleBatchWithdrawn(h *House, c *Commit, _ any) []Lack {
	b := h.batches[c.Subject]
	switch {
	case b == nil && !h.unread[c.Subject]:
		return []Lack{lack("G01", "batch.unknown", "there is no such batch")}
	case b != nil && b.Withdrawn:
		return []Lack{lack("G01", "batch.withdrawn", "this batch is withdrawn already")}
	case !off("G01") && !h.second(c, Administrator, Coordinator, Safeguarding):
		return []Lack{lack("G01", "batch.two", "withdrawing a list of refusals takes two people: another coordinator, administrator or safeguarding lead signs too")}
	case b == nil:
		return []Lack{lack("G25", "house.withheld", "the content of this event is not here")}
	}
	return nil
}

// ruleDevice: a device is admitted and turned away by its key, and headquarters, which writes this, is none.
func ruleDevice(_ *House, c *Commit, body any) []Lack {
	switch key := body.(*DeviceGrant).Device; {
	case len(key) != len(Device{}) && !off("device.key"):
		return []Lack{lack("", "device.key", "name the device by its key")}
	case bytes.Equal(key, c.Device[:]) && !off("device.home"):
		return []Lack{lack("", "device.home", "nobody admits headquarters as a device, or turns it away")}
	}
	return nil
}

// ruleGrant: a device that was turned away stays so. It joins anew, with another key (docs/decisions/0027-turned-away-stays.md).
func ruleGrant(h *House, c *Commit, body any) []Lack {
	out := ruleDevice(h, c, body)
	var d Device
	copy(d[:], body.(*DeviceGrant).Device)
	if len(out) == 0 && !off("device.away") && slices.ContainsFunc(h.devices[d], func(s since[deviceState]) bool { return s.value.revoked }) {
		out = append(out, lack("", "device.away", "this device was turned away: let it join anew, with another key"))
	}
	return out
}

// ruleRelease: a held-back row of an import is let in by a named person, with a reason (G01, G18).
func ruleRelease(_ *House, _ *Commit, body any) []Lack {
	if b := body.(*Release); !off("G01") && (len(b.Row) == 0 || b.Reason == "") {
		return []Lack{lack("G01", "release.reason", "name the row and give a reason")}
	}
	return nil
}
