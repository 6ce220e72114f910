package simexchange

// What is counted beside verbs and faults.
const (
	yesTook      = "a yes took effect"
	erasedOne    = "somebody was erased"
	branchedLane = "a lane had branches"
	newEpoch     = "a device began a new epoch"
	resumed      = "a broken exchange was resumed"
	twins        = "two devices held the same"
	purged       = "a device lost the right to somebody's content"
	askedList    = "a device that had just met headquarters was asked about somebody of whom there is a marker"
	peersMet     = "two devices met and had something for each other"
	peerAway     = "a device gave another nothing"
	relayed      = "a device gave another what a third wrote"
	carriedNo    = "two devices that met knew of the same refusal"
	forgedOne    = "a device handed on what headquarters never signed"
	keptList     = "a device that met another was asked about somebody whom its list held"
	openedByTwo  = "two devices opened a restored headquarters"
	heardOnly    = "a device noticed by another's receipt that headquarters was set back"
	setBack      = "headquarters was set back in silence"
	cameEarly    = "people who come first came before their lanes"
	stayedEarly  = "and the line broke before their lanes came"
	openedHere   = "headquarters opened what somebody told the doctor"
	newKey       = "headquarters closes envelopes for another key"
	wholeWay     = "somebody went the whole way with time between"
	toldDoctor   = "somebody answered for the doctor"
	fromFuture   = "a commit came from ten years ahead"
)
