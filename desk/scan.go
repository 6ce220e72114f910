package desk

import (
	"bytes"
	"context"
	"io"
	"slices"

	"willing/access"
	"willing/casebook"
	"willing/journal"
)

// bucketNamed says which commit names a chunk of a person's file. Key: the chunk's name. Value: subject (16), commit (32).
// bucketWanted holds the names of those that this node fetches. Neither is a view, nor ever exchanged; what they say
// is worth as much as the body of the commit, and nothing once that is gone.
const (
	bucketNamed  journal.Bucket = "named"
	bucketWanted journal.Bucket = "wanted"
)

// ScanKind says what kind of file a scan is, by its content; an error of kind BadInput says what is wrong with it.
func ScanKind(content []byte) (string, error) {
	switch {
	case len(content) == 0:
		return "", fail(BadInput, "the scan is empty: choose another file")
	case len(content) > casebook.MostScan:
		return "", fail(BadInput, "the scan is larger than 4 megabytes: scan the page in grey, or with 200 dots an inch")
	case bytes.HasPrefix(content, []byte("\xff\xd8\xff")):
		return "image/jpeg", nil
	case bytes.HasPrefix(content, []byte("\x89PNG\r\n\x1a\n")):
		return "image/png", nil
	case bytes.HasPrefix(content, []byte("%PDF-")):
		return "application/pdf", nil
	}
	return "", fail(BadInput, "the scan is no JPEG, PNG or PDF, whatever its name says: save it as one of these")
}

// AttachScan adds a picture of the page that a person signed to their answer on paper. It is bound to a body of theirs, goes
// to headquarters when nothing else waits, and is erased with the person. A team that may not learn how it stands with
// somebody is answered alike for everybody, as whoever stops is: the picture is kept as long as the person's file is.
func (d *Desk) AttachScan(ctx context.Context, by Acting, record casebook.ID, content []byte) error {
	kind, err := ScanKind(content)
	if err != nil {
		return err
	}
	return d.act(ctx, by.doing("scan", nil, record, content), access.LeaveAlone, func(t *turn) error {
		s, err := t.leaving(record)
		if err != nil {
			return err
		}
		veiled, err := t.veiled(s)
		switch {
		case err != nil:
			return err
		case s.Stage == casebook.StageErased && veiled:
			return nil // nothing of an erased person is kept, and nobody learns that it was not
		case s.Stage == casebook.StageErased:
			return nobody()
		}
		answered := slices.ContainsFunc(s.Facts, func(f *casebook.Fact) bool {
			a, ok := f.Body.(*casebook.Answer)
			return ok && a.Method == "paper"
		})
		if !answered && !veiled {
			return failOnPage("no-paper", BadInput, "there is no answer on paper to which this scan could belong: type the answer in first")
		}
		if kept, err := hasScan(t.w, s, content); err != nil || kept {
			return err // the same page once more is the same page
		}
		salt := make([]byte, journal.SaltSize)
		if _, err := io.ReadFull(d.Rand, salt); err != nil {
			return err
		}
		body := &casebook.Scan{Kind: kind, Size: len(content)}
		for _, c := range journal.Chunks(content, salt) {
			name := c.Name()
			body.Chunks = append(body.Chunks, name[:])
			if err := journal.PutChunk(t.w, journal.ID(record), c); err != nil {
				return err
			}
		}
		return t.write(s, entry{subject: record, scope: scopeOf(s), events: []casebook.Event{{Type: casebook.PaperScanned, Body: body}},
			refs: s.Relies(casebook.PaperScanned, "")})
	})
}

// scansOf are the scans that a commit names, as far as its content is here.
func scansOf(c journal.Commit) (out []*casebook.Scan) {
	for i, eventType := range c.Header.Types {
		if eventType != casebook.PaperScanned {
			continue
		}
		if b, ok := decodeBody(eventType, c, i).(*casebook.Scan); ok && scanSound(b) {
			out = append(out, b)
		}
	}
	return out
}

// scanSound bounds what somebody else's commit may claim.
func scanSound(s *casebook.Scan) bool {
	return s.Size > 0 && s.Size <= casebook.MostScan && len(s.Chunks) == (s.Size+journal.MaxChunk-1)/journal.MaxChunk &&
		casebook.ScanKinds[s.Kind] != "" && !slices.ContainsFunc(s.Chunks, func(n []byte) bool { return len(n) != len(journal.Hash{}) })
}

// nameChunks remembers which chunks a commit names. Headquarters fetches all; a device those that somebody opens. A chunk
// belongs to whoever named it first, for as long as that content is here: so nobody's entry takes another's page, and
// no erasure leaves one behind.
func (t *turn) nameChunks(c journal.Commit) error {
	for _, s := range scansOf(c) {
		for _, n := range s.Chunks {
			hash := c.Hash()
			if before, taken, err := namedBy(t.w, n); err != nil || taken && before.Hash() != hash && !off("named") {
				if err != nil {
					return err
				}
				continue
			}
			if err := t.w.Put(bucketNamed, n, append(c.Header.Subject[:], hash[:]...)); err != nil {
				return err
			}
			has, err := journal.HasChunk(t.w, c.Header.Subject, journal.Hash(n))
			if err == nil && !has && t.d.AtHome() {
				err = t.w.Put(bucketWanted, n, []byte{})
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// namedBy finds the commit that names a chunk, if its content is still here.
func namedBy(r journal.Reader, name []byte) (c journal.Commit, ok bool, err error) {
	value, err := r.Get(bucketNamed, name)
	if err != nil || len(value) != len(journal.ID{})+len(journal.Hash{}) {
		return c, false, err
	}
	c, ok, err = journal.Get(r, journal.Hash(value[len(journal.ID{}):]))
	if err != nil || !ok {
		return c, false, err
	}
	return c, len(scansOf(c)) > 0, nil
}

// lackingScans lists chunks that are fetched: at headquarters from the device that wrote of them.
func (d *Desk) lackingScans(r journal.Reader, of journal.Device, most int) (out []journal.Hash, err error) {
	entries, failed := r.Scan(bucketWanted, nil, nil)
	for key := range entries {
		if len(out) >= most {
			break
		}
		c, ok, err := namedBy(r, key)
		if err != nil {
			return nil, err
		}
		if ok && len(key) == len(journal.Hash{}) && (!d.AtHome() || c.Header.Device == of) {
			out = append(out, journal.Hash(key))
		}
	}
	return out, failed()
}

// UnsentScans lists chunks of what this device wrote beyond what headquarters has.
func (d *Desk) UnsentScans(r journal.Reader, has func(journal.Lane) uint64) (out []journal.Hash, err error) {
	entries, failed := r.Scan(bucketNamed, nil, nil)
	for key := range entries {
		c, ok, err := namedBy(r, key)
		if err != nil {
			return nil, err
		}
		if h := c.Header; ok && h.Device == d.Device.Device() && h.Seq > has(h.Lane()) {
			out = append(out, journal.Hash(key))
		}
	}
	return out, failed()
}

// OpenedScan is a scan as somebody reads it.
type OpenedScan struct {
	Kind    string `json:"kind"`
	Content []byte `json:"content"`
}

// Name is what its file is called.
func (o OpenedScan) Name() string { return "signed-page" + casebook.ScanKinds[o.Kind] }

// OpenScan gives a scan to whoever may see the person, by its fact. What is not here yet is fetched with the next
// exchanges: an error of kind NotFound says so.
func (d *Desk) OpenScan(ctx context.Context, by Acting, record casebook.ID, ref casebook.Ref) (out OpenedScan, err error) {
	err = d.act(ctx, by, access.SeePeople, func(t *turn) error {
		s, err := t.person(record, access.SeePeople)
		if err != nil {
			return err
		}
		for _, f := range s.Facts {
			if b, ok := f.Body.(*casebook.Scan); ok && f.Ref == ref && scanSound(b) {
				out.Kind = b.Kind
				out.Content, err = t.openScan(f.Commit.Subject, b)
				return err
			}
		}
		return fail(NotFound, "there is no such scan")
	})
	if err == nil && out.Content == nil {
		return out, fail(NotFound, "the scan is not here yet: it comes with the next exchanges")
	}
	return out, err
}

// openScan reads a scan; nil if some of it is not here, which is fetched from then on.
func (t *turn) openScan(subject casebook.ID, b *casebook.Scan) (content []byte, err error) {
	whole := true
	for _, n := range b.Chunks {
		c, ok, err := journal.GetChunk(t.w, journal.ID(subject), journal.Hash(n))
		if err != nil {
			return nil, journalBroken(err)
		}
		if !ok {
			whole = false
			if err := t.w.Put(bucketWanted, n, []byte{}); err != nil {
				return nil, err
			}
		}
		content = append(content, c.Content...)
	}
	if !whole || len(content) != b.Size {
		return nil, nil
	}
	return content, nil
}

// addScans adds the scans that are whole here.
func (e *Exported) addScans(r journal.Reader, s *casebook.State) error {
	return eachScan(r, s, func(one OpenedScan) { e.Scans = append(e.Scans, one) })
}

// hasScan reports whether the same file is among a person's scans, as far as they are whole here.
func hasScan(r journal.Reader, s *casebook.State, content []byte) (has bool, err error) {
	err = eachScan(r, s, func(one OpenedScan) { has = has || bytes.Equal(one.Content, content) })
	return has, err
}

// eachScan hands on a person's scans that are whole here.
func eachScan(r journal.Reader, s *casebook.State, fn func(OpenedScan)) error {
	for _, f := range s.Facts {
		b, ok := f.Body.(*casebook.Scan)
		if !ok || !scanSound(b) {
			continue
		}
		one := OpenedScan{Kind: b.Kind}
		for _, n := range b.Chunks {
			c, _, err := journal.GetChunk(r, journal.ID(f.Commit.Subject), journal.Hash(n))
			if err != nil {
				return journalBroken(err)
			}
			one.Content = append(one.Content, c.Content...)
		}
		if len(one.Content) == b.Size {
			fn(one)
		}
	}
	return nil
}
