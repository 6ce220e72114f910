package api

import (
	"context"
	"strconv"
	"time"

	"willing/casebook"
	"willing/desk"
)

// LogQuery asks for a page of the log.
type LogQuery struct {
	Person    string    `query:"person" maxLength:"64" doc:"All records of this person."`
	Actor     string    `query:"actor" maxLength:"64" doc:"Who acted or witnessed, by the id of a member of staff."`
	Type      string    `query:"type" maxLength:"60" doc:"An event type, or its beginning up to a dot." example:"erasure."`
	Effect    string    `query:"effect" enum:",refuse,hold,consent,reopen,erase,move,grant,revoke,relay" doc:"In the header."`
	Gate      string    `query:"gate" maxLength:"4" doc:"Something lacks by this gate." example:"G11"`
	Standing  string    `query:"standing" maxLength:"40" doc:"Of one of its events." example:"irregular"`
	Territory string    `query:"territory" maxLength:"60" doc:"Where the person stands now."`
	From      time.Time `query:"from" doc:"When it came here: from then on."`
	Until     time.Time `query:"until" doc:"And before then."`
	After     string    `query:"after" maxLength:"20" doc:"Where the page before ended: its next."`
	Limit     int       `query:"limit" minimum:"1" maximum:"500" default:"50" doc:"Rows of a page at most."`
}

// LogPage is a page of the log, newest first.
type LogPage struct {
	Rows []desk.LogRow `json:"rows"`
	Next string        `json:"next,omitempty" doc:"Send it as after for the next page. A page looks at a bounded part of the log: it may be short, or empty, and still go on."`
}

func log(a *API) {
	register(a, op{id: "search-log", on: "GET /log", tag: "log", does: "Search the log, newest first",
		more: "Each row is one commit: who did it, how that is known, when, and what it is worth."}, a.searchLog)
}

func (a *API) searchLog(ctx context.Context, by desk.Acting, in *LogQuery) (*Reply[LogPage], error) {
	q := desk.LogQuery{Type: in.Type, Effect: casebook.Effect(in.Effect), Gate: in.Gate, Standing: casebook.Standing(in.Standing),
		Territory: in.Territory, From: in.From, Until: in.Until, Limit: in.Limit}
	for _, id := range []struct {
		text string
		into *casebook.ID
	}{{in.Person, &q.Person}, {in.Actor, &q.Actor}} {
		if id.text == "" {
			continue
		}
		var err error
		if *id.into, err = idOf(id.text); err != nil {
			return nil, err
		}
	}
	if in.After != "" {
		var err error
		if q.After, err = strconv.ParseUint(in.After, 10, 64); err != nil || q.After == 0 {
			return nil, bad("query.after", "this is not where a page ended: send the next of the page before as it is")
		}
	}
	page, err := a.Desk.Log(ctx, by, q)
	if err != nil {
		return nil, err
	}
	out := LogPage{Rows: page.Rows}
	if page.Next > 0 {
		out.Next = strconv.FormatUint(page.Next, 10)
	}
	return &Reply[LogPage]{out}, nil
}
