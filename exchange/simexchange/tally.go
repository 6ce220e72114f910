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
	fromFuture   = "a commit came from ten years ahead"
)
