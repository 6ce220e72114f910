package recognise

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/linkage"
	"willing/linkage/markers"
)

// Book puts package linkage/markers behind the desk's do-not-contact markers. The markers are in memory, read
// from the register; whoever opens the book keeps their keys outside the database and its backups.
type Book struct {
	// Keep replaces the file of the keys, durably, before new ones are used and after old ones went. Nil: they do
	// not change here.
	Keep func(text []byte) error
	// Again hands over all entries of the register once more, oldest first, when a device first asks what it is to
	// carry. Nil: nothing was added before somebody asked.
	Again func(fn func(desk.Entry) error) error

	set     *markers.Set
	ring    *markers.Keyring
	tagLine string    // of the key file
	macs    sync.Pool // for Tag, with its secret

	mu    sync.Mutex
	whose map[casebook.ID][]markers.Ref
	met   [][metSize]byte // by ref, from 1: what tells a marker from others
	field *fields         // what devices carry of those that have it; nil until one asks
}

// reviewYears is when somebody has looked at a marker again at the latest (G27).
const reviewYears = 5

// A key file holds the ring as package markers writes it, and behind it one line with the secret for the
// tags of imported rows. Tags have no generations: a list that is read again years later must still be
// known.
const tagLine = "row tags "

// NewKeys draws the keys of a book, and gives the text in which they are kept.
func NewKeys(rand io.Reader, now time.Time) ([]byte, error) {
	ring := &markers.Keyring{}
	if _, err := ring.Add(rand, now); err != nil {
		return nil, err
	}
	var secret [32]byte
	if _, err := io.ReadFull(rand, secret[:]); err != nil {
		return nil, err
	}
	line := tagLine + hex.EncodeToString(secret[:])
	sum := sha256.Sum256([]byte(line))
	return append(ring.Text(), line+" "+hex.EncodeToString(sum[:8])+"\n"...), nil
}

// OpenBook reads the text of [NewKeys], and gives a book without markers: [desk.Replay] fills it.
func OpenBook(text []byte) (*Book, error) {
	damaged := errors.New("the file of marker keys is damaged")
	ringText, rest, ok := strings.Cut(string(text), tagLine)
	secret, check, _ := strings.Cut(strings.TrimSuffix(rest, "\n"), " ")
	sum := sha256.Sum256([]byte(tagLine + secret))
	tags, hexErr := hex.DecodeString(secret)
	if !ok || hexErr != nil || len(tags) != 32 || check+"\n" != hex.EncodeToString(sum[:8])+"\n" || !strings.HasSuffix(rest, "\n") {
		return nil, damaged
	}
	ring, err := markers.ParseKeyring([]byte(ringText))
	if err != nil {
		return nil, err
	}
	b := &Book{set: markers.NewSet(ring), ring: ring, tagLine: tagLine + rest, whose: map[casebook.ID][]markers.Ref{}}
	b.macs.New = func() any { return hmac.New(sha256.New, tags) }
	return b, nil
}

// Make implements [desk.Markers].
func (b *Book) Make(keys []desk.Key, areas []string, reason string, year, month int) ([]byte, error) {
	made := markers.Month{Year: year, Month: time.Month(month)}
	m, err := b.ring.Seal(linkageKeys(keys), reasons[reason], made, made.AddYears(reviewYears), markers.Batch{})
	if err != nil {
		return nil, err
	}
	if secrets := b.ring.Offline(); areas != nil && len(secrets) > 0 {
		m.Field = field(secrets[len(secrets)-1], keys, areas)
	}
	return m.MarshalBinary()
}

var reasons = map[string]markers.Reason{"refusal": markers.Refusal, "erasure": markers.Erasure, "imported": markers.Imported}

func linkageKeys(keys []desk.Key) []linkage.Key {
	out := make([]linkage.Key, 0, len(keys))
	for _, k := range keys {
		if kind, ok := keyKinds[k.Kind]; ok {
			strength := linkage.Weak
			if k.Strong {
				strength = linkage.Strong
			}
			out = append(out, linkage.Key{Kind: kind, Strength: strength, Value: k.Value})
		}
	}
	return out
}

// keyKinds finds a kind of key by the word that the matcher gave the desk.
var keyKinds = func() map[string]linkage.Kind {
	out := map[string]linkage.Kind{}
	for k := linkage.PhoneName; k.Strength() != linkage.None; k++ {
		out[k.String()] = k
	}
	return out
}()

// Add implements [desk.Markers].
func (b *Book) Add(id casebook.ID, encoded []byte) error {
	var m markers.Marker
	if err := m.UnmarshalBinary(encoded); err != nil {
		return err
	}
	if b.ring.Retired(m.Generation()) {
		return nil // it recognises nobody any more
	}
	ref, err := b.set.Add(m)
	if err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.whose[id] = append(b.whose[id], ref)
	for len(b.met) < int(ref) {
		b.met = append(b.met, [metSize]byte{})
	}
	copy(b.met[ref-1][:], b.Tag("marker", string(encoded)))
	b.field.add(id, m.Field)
	return nil
}

// Remove implements [desk.Markers].
func (b *Book) Remove(id casebook.ID) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, ref := range b.whose[id] {
		b.set.Remove(ref)
	}
	delete(b.whose, id)
	b.field.remove(id)
}

// metSize is how many bytes of a tag tell markers apart.
const metSize = 8

// Check implements [desk.Markers].
func (b *Book) Check(keys []desk.Key) []desk.Hit {
	var out []desk.Hit
	for _, hit := range b.set.Check(linkageKeys(keys)) {
		m, _ := b.set.Marker(hit.Marker)
		b.mu.Lock()
		met := b.met[hit.Marker-1]
		b.mu.Unlock()
		out = append(out, desk.Hit{
			Strong: hit.Strength == linkage.Strong, Kinds: []string{hit.Kind.String()}, Reason: m.Reason.String(),
			Met: met[:],
		})
	}
	return out
}

// Count implements [desk.Markers].
func (b *Book) Count() int { return b.set.Len() }

// Tag implements [desk.Markers].
func (b *Book) Tag(parts ...string) []byte {
	mac := b.macs.Get().(hash.Hash)
	defer b.macs.Put(mac)
	mac.Reset()
	for _, p := range parts {
		sum := sha256.Sum256([]byte(p))
		mac.Write(sum[:])
	}
	return mac.Sum(nil)[:16]
}

// Settle readies the book for look-ups, after many markers were added.
func (b *Book) Settle() {
	b.set.Settle()
	b.mu.Lock()
	defer b.mu.Unlock()
	b.met = slices.Clip(slices.Clone(b.met))
}
