package casebook

// Gate is one sentence of law.md.
type Gate struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Rule     string `json:"rule"`     // one sentence for people
	Level    string `json:"level"`    // L law or a regulator's text, P professional practice, S stated by the customer, D our decision
	Enforced bool   `json:"enforced"` // the fold of this version holds it
}

// Gates lists every gate of the law in order; those of journeys, mentors and conduct reports come
// with the parts of the product that need them.
var Gates = []Gate{
	{"G01", "check-first", "Nobody is approached without a look at the refusals and at the people of all teams; whatever stands against it, the team reads one neutral sentence.", "L", true},
	{"G02", "stop", "Whoever wants to stop is left alone at once: one tap, no reason; only the person lifts it.", "P", true},
	{"G03", "minimum", "We ask for as little as the stage needs: health and background only after a yes, coarse places only, and people whom nobody approached are deleted.", "L", true},
	{"G04", "whole-truth", "A text about the role has no empty part, says as much on no as on yes, and is approved by somebody who did not write it.", "P, L", true},
	{"G05", "told-first", "No offer before the person was told the cost in a language they understand and has the whole text in hand.", "P", true},
	{"G06", "understood", "No offer until a mentor has heard four things in the person's own words: it is voluntary, I may leave, the risks, the costs.", "P", true},
	{"G07", "pair", "An offer is made by a scout and a mentor together, neither related to the person.", "S", true},
	{"G08", "age", "No offer with the age unknown; doubt means minor; a minor needs a guardian's consent and their own, apart.", "L", true},
	{"G09", "own-act", "A yes counts only from the person: through their own link, or on a phone turned round or paper, with two witnesses.", "L", true},
	{"G10", "reflection", "A yes takes effect only after the time for thinking it over, counted from when headquarters heard of it.", "P", true},
	{"G11", "final", "A no ends it at once, for every team; only the person can come back.", "S, L", true},
	{"G12", "equal", "Yes and no are equally easy; 'not now' means no contact before the date; silence lapses and is not asked again.", "L", true},
	{"G13", "no-reason", "No reason is asked for a no; what somebody volunteers is hidden from the team.", "P", true},
	{"G14", "receipt", "Every answer gives a receipt, if wanted, with the exact text's hash, version and language.", "L", true},
	{"G15", "unbundled", "The yes to the role and each other yes are separate; the first meeting asks two questions only.", "L", true},
	{"G16", "told-again", "When the text changes in a way that matters, those who relied on the old one are told again, and new tasks wait for their answer.", "S, P", true},
	{"G17", "leave", "Leaving is as easy as agreeing and takes effect at once.", "L", true},
	{"G18", "named-decider", "A named person decides on people, never a score or a rule, and says who they are.", "L", true},
	{"G19", "arrived", "A journey has two ends and an alarm between them.", "P, L", false},
	{"G20", "caseload", "A mentor has no more charges than can be looked after.", "L", false},
	{"G21", "study-apart", "Paid study is a separate, later question with worked sums.", "L", false},
	{"G22", "round-the-accused", "A conduct report passes round the person concerned and their friends.", "L", false},
	{"G23", "trip-plan", "No departure without a plan, a check-in, a monitor and a back-up.", "P", false},
	{"G24", "own-place", "Where somebody is, is their own to share.", "L", false},
	{"G25", "erasure", "What is held about a person goes when they ask: hidden at once, erased everywhere after a short wait.", "L", true},
	{"G26", "honest-figures", "Every figure opens to its records, and what is still open stays a bound.", "P", true},
	{"G27", "kept-no-longer", "Files of people not taken are deleted after the set time; overdue deletions are listed; markers are looked at again every five years, and let go by two people, twice and a month apart.", "L", true},
	{"G28", "asked-alone", "Before a yes takes effect, somebody outside the team asks the person alone whether they were told and felt free.", "P", true},
	{"G29", "speaks-for-nobody", "Whoever interprets is an adult, unrelated, not recruiting, and named.", "P", true},
}

// rules of the fold, gate by gate. G10, G13, G17, G26, G27 and parts of others act where states are
// computed (consent.go, refusals.go, due.go, figures.go, g13_no_reason.go), G04 where the house is folded;
// they ask their switch there.
var rules = []rule{
	g01Approach, g01Contact, g01Judgement,
	g02Undo,
	g03Lead, g03Form, g03Own, g03Closed, g03TakenBack,
	g05Delivered, g05Offer,
	g06Heard, g06Offer,
	g07Offer,
	g08Offer, g08Guardian, g08Proof, g08Correct, g08Cold, g08Adults,
	g09Answer, g09Link, g09Revoked,
	g11Contact, g11Offer, g11Answer, g11Reopening,
	g12Lapsed, g12Held, g12Return,
	g14Answer,
	g15Permission, g09Permission,
	g16Offer, g16Task, g16Update,
	g18Selection, g18Settled,
	g25Contact, g25Denial, g25Confirmed,
	g28Call,
	g29Interpreter,
	movedByHeadquarters,
}

var rulesFor = map[string][]rule{}

func init() {
	for _, r := range rules {
		for _, eventType := range r.on {
			rulesFor[eventType] = append(rulesFor[eventType], r)
		}
	}
}

// NeutralRefusal is all that a team reads of somebody who must not be approached, whatever the cause (G01).
const NeutralRefusal = "Please do not approach; ask headquarters."
