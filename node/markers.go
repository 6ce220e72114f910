package node

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"strings"
	"sync"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
	"willing/register"
)

// markerBook holds the markers of refusals and erasures in memory, read from the register. Their key
// lies outside the database and its backups.
type markerBook struct {
	key []byte

	mu   sync.RWMutex
	tags map[string]map[casebook.ID]string // keyed tag → whose it is → reason
}

func newMarkerKey(path string) error {
	key := make([]byte, 32)
	if _, err := rand.Read(key); err != nil {
		return err
	}
	return writeDurably(path, []byte(hex.EncodeToString(key)+"\n"))
}

func openMarkers(path string) (*markerBook, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(raw)))
	if err != nil || len(key) != 32 {
		return nil, os.ErrInvalid
	}
	return &markerBook{key: key, tags: map[string]map[casebook.ID]string{}}, nil
}

// load replays the register.
func (b *markerBook) load(entries []register.Entry) error {
	for _, e := range entries {
		id, err := casebook.ParseID(e.ID)
		if err != nil {
			return err
		}
		switch e.Kind {
		case "reopened", "withdrawn":
			b.Remove(id)
		default:
			if len(e.Marker) > 0 {
				if err := b.Add(id, e.Marker); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

type marker struct {
	Reason string   `json:"reason"`
	Tags   [][]byte `json:"tags"`
}

func (b *markerBook) tag(k desk.Key) []byte {
	strong := "weak"
	if k.Strong {
		strong = "strong"
	}
	return b.Tag("key", strong, k.Kind, k.Value)
}

// Tag implements [desk.Markers].
func (b *markerBook) Tag(parts ...string) []byte {
	mac := hmac.New(sha256.New, b.key)
	for _, p := range parts {
		sum := sha256.Sum256([]byte(p))
		mac.Write(sum[:])
	}
	return mac.Sum(nil)[:16]
}

// Make implements [desk.Markers].
func (b *markerBook) Make(keys []desk.Key, reason string, _, _ int) ([]byte, error) {
	m := marker{Reason: reason}
	for _, k := range keys {
		m.Tags = append(m.Tags, b.tag(k))
	}
	return journal.Marshal(m)
}

// Add implements [desk.Markers].
func (b *markerBook) Add(id casebook.ID, encoded []byte) error {
	var m marker
	if err := journal.Unmarshal(encoded, &m); err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, t := range m.Tags {
		if b.tags[string(t)] == nil {
			b.tags[string(t)] = map[casebook.ID]string{}
		}
		b.tags[string(t)][id] = m.Reason
	}
	return nil
}

// Remove implements [desk.Markers].
func (b *markerBook) Remove(id casebook.ID) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for t, holders := range b.tags {
		delete(holders, id)
		if len(holders) == 0 {
			delete(b.tags, t)
		}
	}
}

// Check implements [desk.Markers].
func (b *markerBook) Check(keys []desk.Key) []desk.Hit {
	b.mu.RLock()
	defer b.mu.RUnlock()
	var out []desk.Hit
	for _, k := range keys {
		for _, reason := range b.tags[string(b.tag(k))] {
			out = append(out, desk.Hit{Strong: k.Strong, Kinds: []string{k.Kind}, Reason: reason})
			break
		}
	}
	return out
}

// Count implements [desk.Markers].
func (b *markerBook) Count() int {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return len(b.tags)
}
