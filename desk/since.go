package desk

import "time"

// AfterMoment is a [Query.After] for the lists that sort by when a stage began: it leaves out whoever stands
// there from before t.
func AfterMoment(t time.Time) []byte { return moment(t.UnixMilli()) }
