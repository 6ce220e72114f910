package recognise

import (
	"io"
	"time"

	"willing/desk"
	"willing/linkage/markers"
)

// Generations implements [desk.MarkerKeys].
func (b *Book) Generations() []desk.Generation {
	var out []desk.Generation
	at := map[uint16]int{}
	for _, g := range b.ring.Generations() {
		at[g.ID] = len(out)
		out = append(out, desk.Generation{ID: g.ID, Made: g.Created, Gone: g.Retired})
	}
	for _, held := range b.set.Held() {
		i, known := at[held.Generation]
		if !known {
			i, out = len(out), append(out, desk.Generation{ID: held.Generation, Lost: true})
		}
		out[i].Markers, out[i].Oldest, out[i].Newest = held.Markers, monthOf(held.Oldest), monthOf(held.Newest)
	}
	return out
}

func monthOf(m markers.Month) time.Time { return time.Date(m.Year, m.Month, 1, 0, 0, 0, 0, time.UTC) }

// Renew implements [desk.MarkerKeys]. The new keys are on disk before a marker is made with them.
func (b *Book) Renew(used uint16, random io.Reader, today time.Time) (uint16, error) {
	for _, held := range b.set.Held() {
		used = max(used, held.Generation)
	}
	id, err := b.ring.AddAbove(used, random, today)
	if err != nil {
		return 0, err
	}
	if err := b.save(); err != nil {
		_ = b.ring.Retire(id) // it is there: it was made a moment ago
		return 0, err
	}
	return id, nil
}

// Ready draws new keys if there are none left to make markers with, so that nobody's no waits for it.
func (b *Book) Ready(random io.Reader, today time.Time) error {
	for _, g := range b.ring.Generations() {
		if !g.Retired {
			return nil
		}
	}
	_, err := b.Renew(0, random, today)
	return err
}

// LetGo implements [desk.MarkerKeys].
func (b *Book) LetGo(generation uint16) error {
	b.set.LetGo(generation)
	if b.ring.Retired(generation) {
		return nil
	}
	if err := b.ring.Retire(generation); err != nil {
		return nil // there was no key, so there is none to destroy
	}
	return b.save()
}

func (b *Book) save() error {
	if b.Keep == nil {
		return nil
	}
	return b.Keep(append(b.ring.Text(), b.tagLine...))
}
