//go:build !js

package desk

import (
	"bytes"
	"context"
	"slices"

	"willing/access"
	"willing/casebook"
	"willing/journal"
)

// drafts: role, 0, language, 0, author → [TextDraft]. Notes of whoever writes a text, in force for nobody;
// they are no view and never exchanged.
const bucketDrafts journal.Bucket = "drafts"

// TextDraft is one language of a disclosure that somebody works on.
type TextDraft struct {
	casebook.DisclosureText
	Role string
	At   int64 // Unix milliseconds
}

// SaveText keeps a draft for its author. Whoever else writes the same text has a draft of their own, so
// nobody overwrites anybody.
func (d *Desk) SaveText(ctx context.Context, by Acting, draft TextDraft) error {
	return d.act(ctx, by, access.Propose, func(t *turn) error {
		p := t.d.house.Programme(t.d.house.Pos)
		if _, ok := p.Role(draft.Role); !ok || !slices.Contains(p.Languages, draft.Language) {
			return fail(NotFound, "the programme has no such role, or does not speak this language")
		}
		draft.At = t.now.UnixMilli()
		raw, err := journal.Marshal(draft)
		if err != nil {
			return unwritable(err)
		}
		return t.w.Put(bucketDrafts, draftKey(draft.Role, draft.Language, by.Who), raw)
	})
}

func draftKey(role, language string, author casebook.ID) []byte {
	key := append([]byte(role), 0)
	key = append(append(key, language...), 0)
	return append(key, author[:]...)
}

// DraftsOf returns whoever acts' own drafts of a role's text, by language.
func (d *Desk) DraftsOf(ctx context.Context, by Acting, role string) (map[string]TextDraft, error) {
	out := map[string]TextDraft{}
	err := d.see(ctx, func(r journal.Reader) error {
		if err := d.allow(by, access.Propose, ""); err != nil {
			return err
		}
		prefix := append([]byte(role), 0)
		entries, failed := r.Scan(bucketDrafts, prefix, after(prefix))
		for key, raw := range entries {
			var draft TextDraft
			if !bytes.HasSuffix(key, by.Who[:]) {
				continue
			}
			if err := journal.Unmarshal(raw, &draft); err != nil {
				return failFrom(Broken, err, "a draft cannot be read")
			}
			out[draft.Language] = draft
		}
		return failed()
	})
	return out, err
}

// DropText throws a draft away.
func (d *Desk) DropText(ctx context.Context, by Acting, role, language string) error {
	return d.act(ctx, by, access.Propose, func(t *turn) error {
		return t.w.Delete(bucketDrafts, draftKey(role, language, by.Who))
	})
}

// Propose makes the next version of a role's text out of whoever acts' drafts, and for the languages of
// which there is none, of the text in force. It waits for somebody else to approve it, and returns the
// version.
func (d *Desk) Propose(ctx context.Context, by Acting, role, change string) (version int, err error) {
	err = d.act(ctx, by, access.Propose, func(t *turn) error {
		drafts, err := t.drafts(role)
		if err != nil {
			return err
		}
		if len(drafts) == 0 {
			return failOnPage("no-draft", BadInput, "there is no draft of yours to propose: change a language first")
		}
		proposal := casebook.Proposal{Role: role, Version: t.nextVersion(role), Change: change}
		for _, language := range t.d.house.Programme(t.d.house.Pos).Languages {
			if draft, ok := drafts[language]; ok {
				proposal.Texts = append(proposal.Texts, draft.DisclosureText)
				continue
			}
			if in := t.d.house.TextAt(role, t.d.house.Pos); in != nil {
				proposal.Texts = append(proposal.Texts, in.In(language)...)
			}
		}
		version = proposal.Version
		if _, err := t.append(entry{events: []casebook.Event{{Type: casebook.DisclosureProposed, Body: &proposal}}}); err != nil {
			return err
		}
		for language := range drafts {
			if err := t.w.Delete(bucketDrafts, draftKey(role, language, by.Who)); err != nil {
				return err
			}
		}
		return nil
	})
	return version, err
}

// drafts are the acting person's, read inside the turn.
func (t *turn) drafts(role string) (map[string]TextDraft, error) {
	out := map[string]TextDraft{}
	p := t.d.house.Programme(t.d.house.Pos)
	if p == nil {
		return out, nil
	}
	for _, language := range p.Languages {
		raw, err := t.w.Get(bucketDrafts, draftKey(role, language, t.by.Who))
		if err != nil {
			return nil, err
		}
		if raw == nil {
			continue
		}
		var draft TextDraft
		if err := journal.Unmarshal(raw, &draft); err != nil {
			return nil, failFrom(Broken, err, "a draft cannot be read")
		}
		out[language] = draft
	}
	return out, nil
}

// nextVersion is one more than any version that is in force or waits.
func (t *turn) nextVersion(role string) int {
	next := 1
	if in := t.d.house.TextAt(role, t.d.house.Pos); in != nil {
		next = in.Version + 1
	}
	for _, w := range t.d.house.Waiting() {
		if w.Role == role && w.Version >= next {
			next = w.Version + 1
		}
	}
	return next
}
