package cli

import (
	"slices"
	"strings"
	"time"

	"willing/casebook"
	"willing/ownfile"
)

// act is a kind of event on the way to an answer: what somebody does and types to bring one about.
type act struct{ do, command string }

const (
	toTell   = "willing tell PERSON --language CODE --aloud|--read --full link|paper|phone"
	toMeet   = "willing approach PERSON --spoken-before no|yes"
	toListen = "willing understand PERSON --heard POINT,POINT"
	toAsk    = "willing offer PERSON --with NAME --with-keyfile FILE"
	toReview = "willing review PERSON"
)

// acts is every kind of event on the way to an answer.
var acts = map[string]act{
	casebook.ApproachMade:        {"meet the person; the look at the refusals is made by itself", toMeet},
	casebook.DisclosureDelivered: {"tell the person: the cost first, then the whole text", toTell},
	casebook.UnderstandingHeard:  {"listen, as the mentor, to what the person understood", toListen},
	casebook.OfferMade:           {"ask the question, scout and mentor together", toAsk},
	casebook.AnswerGiven:         {"wait for the answer, and record it", "willing answer yes|no|not-now PERSON"},
}

// remedies says what to type against what is missing, by the key of the lack. What stands behind the one
// neutral sentence has none: nobody is to learn from it why.
var remedies = map[string]string{
	"approach.ask-first": toMeet, "contact.approach": toMeet, "check.missing": "willing check PERSON", "check.old": "willing check PERSON",
	"offer.told": toTell, "heard.told": toTell, "offer.changed": toTell, "task.waits": toTell, "update.told": toTell,
	"offer.heard": toListen, "pair.closed": toAsk, "offer.pair": "--with NAME --with-keyfile FILE", "offer.age": "willing age PERSON YYYY-MM-DD",
	"minor.guardian": "willing guardian PERSON agrees|refuses --name NAME", "minor.assent": "willing assent PERSON",
	"told.none":      "willing programme approve --list",
	"answer.receipt": "--receipt FILE, or --no-receipt",
	"call.missing":   "willing call PERSON [--reached] [--alone] [--told-cost] [--felt-free]",
	"yes.match":      toReview, "judge.reason": "--reason TEXT", "release.reason": "--reason TEXT", "select.reason": "--reason TEXT",
	"key.two": "--with NAME --with-keyfile FILE", "batch.two": "--with NAME --with-keyfile FILE",
}

// stageWords and standingWords are what stages and standings are called on the screen, as in a person's own file.
var stageWords, standingWords = ownfile.Stages, ownfile.Standings

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
}

func inWords[K ~string](words map[K]string, key K) string {
	if w, ok := words[key]; ok {
		return w
	}
	return string(key)
}

// was is what a history calls an event.
func was(eventType string) string { return inWords(ownfile.Happened, eventType) }

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
			if step.Act == casebook.OfferMade && (l.Gate == "G08" || l.Gate == "G12") && !slices.ContainsFunc(out, func(have casebook.Lack) bool { return have.Key == l.Key }) {
				out = append(out, l)
			}
		}
	}
	return out
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
