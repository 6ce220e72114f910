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
	setBack      = "headquarters was set back in silence"
	fromFuture   = "a commit came from ten years ahead"
)
