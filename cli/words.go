package cli

import (
	"slices"
	"strings"
	"time"

	"willing/casebook"
	"willing/desk"
)

// act is a kind of event in words: how a history calls it, and what somebody does and types to bring one
// about. Only what stands on the way to an answer has the last two.
type act struct{ was, do, command string }

const (
	toTell   = "willing tell PERSON --language CODE --aloud|--read --full link|paper|phone"
	toMeet   = "willing approach PERSON --spoken-before no|yes"
	toListen = "willing understand PERSON --heard POINT,POINT"
	toAsk    = "willing offer PERSON --with NAME --with-keyfile FILE"
	toReview = "willing review PERSON"
	toAnswer = "willing answer yes|no|not-now PERSON --turned --receipt FILE --with NAME --with-keyfile FILE"
	toSayYes = "willing answer yes PERSON --turned|--paper --receipt FILE --with NAME --with-keyfile FILE"

	toSignToo = "--with NAME --with-keyfile FILE"
)

// acts is every kind of event about a person. A test holds it against package casebook.
var acts = map[string]act{
	casebook.LeadNoted:           {was: "noticed as someone to meet"},
	casebook.ParticularsNoted:    {was: "name and contact noted"},
	casebook.MatchFound:          {was: "perhaps somebody already known"},
	casebook.MatchJudged:         {was: "decided whether already known"},
	casebook.CheckMade:           {was: "looked up before a talk"},
	casebook.ApproachMade:        {"first talk, or an attempt", "meet the person; the look at the refusals is made by itself", toMeet},
	casebook.InterviewHeld:       {was: "interview"},
	casebook.TestTaken:           {was: "test"},
	casebook.FormTakenBack:       {was: "what they told for the doctor taken back"},
	casebook.AgeStated:           {was: "age stated"},
	casebook.AgeProven:           {was: "age proven"},
	casebook.AgeCorrected:        {was: "a proof of age set right"},
	casebook.GuardianAnswered:    {was: "a guardian's answer"},
	casebook.PaperScanned:        {was: "signed page scanned"},
	casebook.AssentGiven:         {was: "a minor's own agreement"},
	casebook.LinkIssued:          {was: "private link handed over"},
	casebook.DisclosureDelivered: {"told the cost, with the whole text", "tell the person: the cost first, then the whole text", toTell},
	casebook.UnderstandingHeard:  {"heard in the person's own words", "listen, as the mentor, to what the person understood", toListen},
	casebook.OfferMade:           {"the question asked", "ask the question, scout and mentor together", toAsk},
	casebook.AnswerGiven:         {"answer", "wait for the answer, and record it", toAnswer},
	casebook.PermissionGiven:     {was: "answer to a separate question"},
	casebook.CallMade:            {was: "outside call"},
	casebook.UpdateAnswered:      {was: "answer to a text told again"},
	casebook.WithdrawalMade:      {was: "left, or dropped the yes"},
	casebook.StopMade:            {was: "stop"},
	casebook.StopUndone:          {was: "a stop taken back as a slip"},
	casebook.StopAsked:           {was: "stop, by somebody who knows the number or a receipt"},
	casebook.LinkRevoked:         {was: "private link revoked"},
	casebook.PersonReopened:      {was: "came back by themselves"},
	casebook.SelectionMade:       {was: "decision whether taken"},
	casebook.RemarkVolunteered:   {was: "a reason that nobody had asked for"},
	casebook.ErasureRequested:    {was: "erasure asked for"},
	casebook.ErasureConfirmed:    {was: "somebody stands behind the erasure"},
	casebook.ErasureDenied:       {was: "erasure denied: somebody else had asked"},
	casebook.ErasureDone:         {was: "erased"},
	casebook.ContentPurged:       {was: "gone from a device"},
	casebook.PersonMoved:         {was: "put into a territory"},
	casebook.HeadquartersDoubted: {was: "headquarters does not have what it signed for"},
	casebook.LookSettled:         {was: "somebody looked at what needed a look"},
}

// remedies says what to type against what is missing, by the key of the lack. What stands behind the one
// neutral sentence has none: nobody is to learn from it why.
var remedies = map[string]string{
	"approach.ask-first": toMeet, "contact.approach": toMeet, "check.missing": "willing check PERSON", "check.old": "willing check PERSON",
	"offer.told": toTell, "heard.told": toTell, "offer.changed": toTell, "offer.link": "willing link send PERSON", "yes.changed": toTell, "task.waits": toTell, "update.told": toTell,
	"offer.heard": toListen, "pair.closed": toAsk, "offer.pair": toSignToo, "offer.alone": toSignToo, "offer.close": toSignToo, "offer.age": "willing age PERSON YYYY-MM-DD",
	"offer.young":    "willing age PERSON YYYY-MM-DD --document KIND (and --correct, if a document was misread before)",
	"minor.guardian": "willing guardian PERSON agrees|refuses --name NAME", "minor.assent": "willing assent PERSON",
	"yes.witnesses": toSayYes, "yes.pair": toSayYes, "yes.method": toSayYes, "yes.own": "willing answer yes PERSON --link-keyfile FILE --receipt FILE",
	"told.none":      "willing programme approve --list",
	"answer.receipt": "--receipt FILE, or --no-receipt",
	"call.missing":   "willing call PERSON [--reached] [--alone] [--told-cost] [--felt-free]",
	"yes.young":      "willing age PERSON YYYY-MM-DD --document KIND",
	"yes.match":      toReview, "judge.reason": "--reason TEXT", "release.reason": "--reason TEXT", "select.reason": "--reason TEXT", "settle.note": "--note TEXT",
	"key.two": toSignToo, "tie.two": toSignToo, "age.two": toSignToo, "batch.two": toSignToo, "markers.two": toSignToo, "markers.soon": toSignToo, "clock.two": toSignToo,
}

// stageWords is what stages are called on the screen.
var stageWords = map[casebook.Stage]string{
	casebook.StageSetAside: "set aside", casebook.StageNoted: "someone to meet", casebook.StageApproached: "first talk held",
	casebook.StageInterviewed: "interviewed", casebook.StageAssessed: "tested", casebook.StageTold: "told",
	casebook.StageUnderstood: "listened to", casebook.StageOffered: "asked", casebook.StageProvisional: "yes, not yet in effect",
	casebook.StageEffective: "yes", casebook.StageNotNow: "not now", casebook.StageLapsed: "not answered in time",
	casebook.StageNotTaken: "not taken", casebook.StageLeftAlone: "left alone", casebook.StageHidden: "hidden: erasure asked",
	casebook.StageErased: "erased", casebook.StageAsk: "ask headquarters", casebook.StageUnknown: "nobody known here",
}

// contactWords says where a contact comes from, for the outside caller (G28).
var contactWords = map[string]string{
	casebook.FromPerson: "the person gave it", casebook.FromThird: "somebody outside the team entered it", casebook.FromTeam: "the team entered it",
	casebook.FromUnsigned: "nobody signed for it",
}

// stagesInOrder is every stage, in the order of the way.
var stagesInOrder = []casebook.Stage{
	casebook.StageSetAside, casebook.StageNoted, casebook.StageApproached, casebook.StageInterviewed, casebook.StageAssessed,
	casebook.StageTold, casebook.StageUnderstood, casebook.StageOffered, casebook.StageProvisional, casebook.StageEffective,
	casebook.StageNotNow, casebook.StageLapsed, casebook.StageNotTaken, casebook.StageLeftAlone, casebook.StageHidden, casebook.StageErased,
	casebook.StageAsk, casebook.StageUnknown,
}

// bornWords say what a birth date rests on.
var bornWords = map[string]string{
	casebook.BornProven: "by a document", casebook.BornSaid: "as stated", casebook.BornNoted: "as noted with the name",
}

var standingWords = map[casebook.Standing]string{
	casebook.Counts: "counts", casebook.Pending: "waits", casebook.Irregular: "needs a look", casebook.Overruled: "without effect",
	casebook.Withheld: "not kept here",
}

func inWords[K ~string](words map[K]string, key K) string {
	if w, ok := words[key]; ok {
		return w
	}
	return string(key)
}

// houseWords is every kind of event of the organisation's own side, as the log calls it.
var houseWords = map[string]string{
	casebook.HouseFounded: "house founded", casebook.HouseLooked: "somebody looked at what had no effect",
	casebook.ProgrammePublished: "programme published", casebook.ProgrammeFiled: "the programme's files published",
	casebook.DisclosureProposed: "text proposed", casebook.DisclosureApproved: "text approved",
	casebook.StaffAdded: "somebody admitted to the staff", casebook.StaffChanged: "hats changed",
	casebook.KeyBacked: "a yes to a key", casebook.KeyEnrolled: "key enrolled", casebook.KeyRevoked: "key revoked",
	casebook.TeamFormed: "team formed or changed", casebook.TieDeclared: "tie declared", casebook.TieEnded: "tie taken back",
	casebook.DeviceGranted: "device admitted", casebook.DeviceRevoked: "device turned away", casebook.LanesReceived: "received from devices",
	casebook.AsideJudged:      "an entry of a device that was turned away was decided",
	casebook.RefusalsImported: "list of refusals taken in", casebook.RefusalsWithdrawn: "list of refusals withdrawn",
	casebook.RowReleased: "held-back row let in", casebook.ClockSetRight: "headquarters' clock was set right",
	casebook.MarkersRenewed: "new keys for the markers", casebook.MarkersReviewed: "markers were looked at again",
	casebook.EnvelopeKeyed: "new key for the doctor's envelopes",
}

// was is what a history or the log calls an event.
func was(eventType string) string {
	if a, ok := acts[eventType]; ok {
		return a.was
	}
	if word, ok := houseWords[eventType]; ok {
		return word
	}
	return eventType
}

// stageOf reads a stage as somebody typed it: by its id, or as the screen calls it.
func stageOf(typed string) (casebook.Stage, error) {
	if typed == "" || stageWords[casebook.Stage(typed)] != "" {
		return casebook.Stage(typed), nil
	}
	var ids []string
	for _, s := range stagesInOrder {
		if strings.EqualFold(stageWords[s], typed) {
			return s, nil
		}
		ids = append(ids, string(s))
	}
	return "", fail(usage, "--stage is one of: %s", strings.Join(ids, ", "))
}

// about puts a person's id, cut to what is enough to type, into a command.
func about(command string, person casebook.ID) string {
	return strings.ReplaceAll(command, "PERSON", person.String()[:6])
}

// when is a moment as people read it; lists name UTC in their heading.
func when(t time.Time) string { return t.UTC().Format("2006-01-02 15:04") }

// beforeAsking is what an offer still lacks that no step before it brings: the age, a guardian.
func beforeAsking(steps []casebook.Step) []casebook.Lack {
	var out []casebook.Lack
	for _, step := range steps {
		for _, l := range step.Missing {
			if step.Act == casebook.OfferMade && (l.Gate == "G08" || l.Gate == "G12" || l.Key == "offer.link") && !slices.ContainsFunc(out, func(have casebook.Lack) bool { return have.Key == l.Key }) {
				out = append(out, l)
			}
		}
	}
	return out
}

// tooEarly reports whether somebody is surely too young to be asked, and the step would only tell them what they cannot be
// asked (G08).
func tooEarly(person *desk.Person, next string) bool {
	return person.Young != nil && !person.Young.Doubt && (next == casebook.DisclosureDelivered || next == casebook.UnderstandingHeard)
}

// lacking is what the next step lacks: of somebody who is surely too young, first the age.
func lacking(person *desk.Person, next string) []casebook.Lack {
	if tooEarly(person, next) {
		return beforeAsking(person.Next)
	}
	return missing(person.Next, next)
}

// missing is what one step lacks. The look at the refusals is left out: `approach` makes it by itself.
func missing(steps []casebook.Step, eventType string) []casebook.Lack {
	var out []casebook.Lack
	for _, step := range steps {
		for _, l := range step.Missing {
			if step.Act == eventType && l.Key != "check.missing" && l.Key != "check.old" {
				out = append(out, l)
			}
		}
	}
	return out
}
