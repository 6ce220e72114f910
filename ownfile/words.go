package ownfile

import "willing/casebook"

// Happened is what a history calls each kind of event about a person. A test holds it against package casebook.
var Happened = map[string]string{
	casebook.LeadNoted:           "noticed as someone to meet",
	casebook.ParticularsNoted:    "name and contact noted",
	casebook.MatchFound:          "perhaps somebody already known",
	casebook.MatchJudged:         "decided whether already known",
	casebook.CheckMade:           "looked up before a talk",
	casebook.ApproachMade:        "first talk, or an attempt",
	casebook.InterviewHeld:       "interview",
	casebook.TestTaken:           "test",
	casebook.AgeStated:           "age stated",
	casebook.AgeProven:           "age proven",
	casebook.GuardianAnswered:    "a guardian's answer",
	casebook.AssentGiven:         "a minor's own agreement",
	casebook.LinkIssued:          "private link handed over",
	casebook.DisclosureDelivered: "told the cost, with the whole text",
	casebook.UnderstandingHeard:  "heard in the person's own words",
	casebook.OfferMade:           "the question asked",
	casebook.AnswerGiven:         "answer",
	casebook.PermissionGiven:     "answer to a separate question",
	casebook.CallMade:            "outside call",
	casebook.UpdateAnswered:      "answer to a text told again",
	casebook.WithdrawalMade:      "left, or dropped the yes",
	casebook.StopMade:            "stop",
	casebook.StopUndone:          "a stop taken back as a slip",
	casebook.StopAsked:           "stop, by somebody who knows the number or a receipt",
	casebook.LinkRevoked:         "private link revoked",
	casebook.PersonReopened:      "came back by themselves",
	casebook.SelectionMade:       "decision whether taken",
	casebook.RemarkVolunteered:   "a reason that nobody had asked for",
	casebook.ErasureRequested:    "erasure asked for",
	casebook.ErasureConfirmed:    "somebody stands behind the erasure",
	casebook.ErasureDenied:       "erasure denied: somebody else had asked",
	casebook.ErasureDone:         "erased",
	casebook.PersonMoved:         "put into a territory",
}

// Stages is what stages are called.
var Stages = map[casebook.Stage]string{
	casebook.StageSetAside: "set aside", casebook.StageNoted: "someone to meet", casebook.StageApproached: "first talk held",
	casebook.StageInterviewed: "interviewed", casebook.StageAssessed: "tested", casebook.StageTold: "told",
	casebook.StageUnderstood: "listened to", casebook.StageOffered: "asked", casebook.StageProvisional: "yes, not yet in effect",
	casebook.StageEffective: "yes", casebook.StageNotNow: "not now", casebook.StageLapsed: "not answered in time",
	casebook.StageNotTaken: "not taken", casebook.StageLeftAlone: "left alone", casebook.StageHidden: "hidden: erasure asked",
	casebook.StageErased: "erased",
}

// Standings is what is said of how much an event counts.
var Standings = map[casebook.Standing]string{
	casebook.Counts: "counts", casebook.Pending: "waits", casebook.Irregular: "needs a look", casebook.Overruled: "without effect",
	casebook.Withheld: "not kept here",
}

func inWords[K ~string](words map[K]string, key K) string {
	if w, ok := words[key]; ok {
		return w
	}
	return string(key)
}
