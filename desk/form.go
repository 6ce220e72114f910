package desk

import (
	"context"

	"willing/access"
	"willing/casebook"
)

// Interview records an interview on a structured instrument of the programme.
func (d *Desk) Interview(ctx context.Context, by Acting, record casebook.ID, f casebook.Form) error {
	return d.record(ctx, by, access.Meet, record, casebook.Event{Type: casebook.InterviewHeld, Body: &f})
}

// Assess records a test on a structured instrument of the programme.
func (d *Desk) Assess(ctx context.Context, by Acting, record casebook.ID, f casebook.Form) error {
	return d.record(ctx, by, access.Meet, record, casebook.Event{Type: casebook.TestTaken, Body: &f})
}

// Age records a birth date as stated, or as a document proves it (G08).
func (d *Desk) Age(ctx context.Context, by Acting, record casebook.ID, a casebook.Age) error {
	eventType := casebook.AgeStated
	if a.Document != "" {
		eventType = casebook.AgeProven
	}
	return d.record(ctx, by, access.Meet, record, casebook.Event{Type: eventType, Body: &a})
}

// Guardian records a guardian's own answer for a minor, given apart (G08).
func (d *Desk) Guardian(ctx context.Context, by Acting, record casebook.ID, g casebook.Guardian) error {
	return d.record(ctx, by, access.Meet, record, casebook.Event{Type: casebook.GuardianAnswered, Body: &g})
}

// Assent records a minor's own agreement, given apart (G08).
func (d *Desk) Assent(ctx context.Context, by Acting, record casebook.ID) error {
	return d.record(ctx, by, access.Meet, record, casebook.Event{Type: casebook.AssentGiven, Body: &casebook.Blank{}})
}

// Permit records a separate answer to a separate question (G15).
func (d *Desk) Permit(ctx context.Context, by Acting, record casebook.ID, p casebook.Permission) error {
	return d.act(ctx, by, access.Meet, func(t *turn) error {
		s, err := t.person(record, access.Meet)
		if err != nil {
			return err
		}
		if p.Meeting.IsZero() {
			p.Meeting = t.meeting(record)
		}
		_, err = t.append(entry{subject: record, scope: scopeOf(s), refs: s.Relies(casebook.PermissionGiven, ""),
			events: []casebook.Event{{Type: casebook.PermissionGiven, Body: &p}}})
		return err
	})
}

// Select records a named person's decision whether somebody is taken (G18).
func (d *Desk) Select(ctx context.Context, by Acting, record casebook.ID, sel casebook.Selection) error {
	return d.record(ctx, by, access.Select, record, casebook.Event{Type: casebook.SelectionMade, Body: &sel})
}

// Remark keeps what a person volunteered about their answer; the team does not see it (G13).
func (d *Desk) Remark(ctx context.Context, by Acting, record casebook.ID, r casebook.Remark) error {
	return d.record(ctx, by, access.LeaveAlone, record, casebook.Event{Type: casebook.RemarkVolunteered, Body: &r})
}
