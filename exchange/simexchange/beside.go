package simexchange

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"willing/casebook"
	"willing/desk"
	"willing/exchange"
	"willing/journal"
	"willing/sliver"
)

// beside is what a node keeps outside of its store. It is a [meet.Keeper].
type beside struct {
	epoch uint32
	peers []byte // as a file holds it
	d     *disk
}

// Peers implements [meet.Keeper].
func (b *beside) Peers() map[string]exchange.Peer {
	out := map[string]exchange.Peer{}
	if json.Unmarshal(b.peers, &out) != nil {
		return map[string]exchange.Peer{}
	}
	return out
}

// KeepPeers implements [meet.Keeper].
func (b *beside) KeepPeers(peers map[string]exchange.Peer) error {
	if b.d.stopped {
		return errStopped
	}
	raw, err := json.Marshal(peers)
	b.peers = raw
	if b.d.fault == Torn {
		b.peers = raw[:len(raw)/2]
		b.d.stopped, b.d.struck = true, true
		return errStopped
	}
	return err
}

// Epoch implements [meet.Keeper].
func (b *beside) Epoch() uint32 { return b.epoch }

// BeginEpoch implements [meet.Keeper].
func (b *beside) BeginEpoch(epoch uint32) error {
	if b.d.stopped {
		return errStopped
	}
	b.epoch = epoch
	return nil
}

// register is a [desk.Register] in memory. Its heads are the numbers of its lines.
type register struct {
	entries []desk.Entry
	d       *disk
}

// Append implements [desk.Register].
func (r *register) Append(entries ...desk.Entry) (string, error) {
	if r.d.stopped {
		return "", errStopped
	}
	r.entries = append(slices.Clip(r.entries), entries...)
	return r.head(), nil
}

func (r *register) head() string { return fmt.Sprint(len(r.entries)) }

// Since implements [desk.Register].
func (r *register) Since(head string) ([]desk.Entry, string, error) {
	n := 0
	if head != "" {
		if _, err := fmt.Sscan(head, &n); err != nil || n > len(r.entries) {
			return nil, "", &desk.Error{Kind: desk.Broken, Say: "the register is older than the data"}
		}
	}
	return r.entries[n:], r.head(), nil
}

// Revoked implements [desk.Register].
func (r *register) Revoked() (out []desk.Entry) {
	for _, e := range r.entries {
		if e.Kind == desk.EntryRevoked {
			out = append(out, e)
		}
	}
	return out
}

// markers is a [desk.Markers] that keeps digests of keys.
type markers struct {
	kept map[casebook.ID][][]byte
}

type marker struct {
	Reason string
	Strong bool
	Sum    []byte
	Areas  []string
	Sliver sliver.Sliver
}

func digest(parts ...string) []byte {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return sum[:16]
}

// Make implements [desk.Markers].
func (m *markers) Make(keys []desk.Key, areas []string, reason string, _, _ int) ([]byte, error) {
	var all []marker
	for _, k := range keys {
		all = append(all, marker{reason, k.Strong, digest(k.Kind, k.Value), areas, sliver.Of(offline, desk.IndexKeys([]desk.Key{k})[0])})
	}
	return json.Marshal(all)
}

// offline is the secret of what devices carry.
var offline = digest("offline", "secret")

// Offline implements [desk.Markers].
func (m *markers) Offline() [][]byte { return [][]byte{offline} }

// Listed implements [desk.Markers].
func (m *markers) Listed(in func(areas []string) bool) (out []sliver.Sliver, err error) {
	for _, list := range m.kept {
		for _, raw := range list {
			var all []marker
			if json.Unmarshal(raw, &all) != nil {
				continue
			}
			for _, x := range all {
				if in(x.Areas) {
					out = append(out, x.Sliver)
				}
			}
		}
	}
	return out, nil
}

// Check implements [desk.Markers].
func (m *markers) Check(keys []desk.Key) (out []desk.Hit) {
	for _, list := range m.kept {
		for _, raw := range list {
			var all []marker
			if json.Unmarshal(raw, &all) != nil {
				continue
			}
			for _, k := range keys {
				if i := slices.IndexFunc(all, func(x marker) bool { return bytes.Equal(x.Sum, digest(k.Kind, k.Value)) }); i >= 0 {
					out = append(out, desk.Hit{Strong: k.Strong, Kinds: []string{k.Kind}, Reason: all[i].Reason, Met: digest("met", string(raw))})
					break
				}
			}
		}
	}
	return out
}

// Add implements [desk.Markers].
func (m *markers) Add(id casebook.ID, encoded []byte) error {
	m.kept[id] = append(m.kept[id], encoded)
	return nil
}

// Remove implements [desk.Markers].
func (m *markers) Remove(id casebook.ID) { delete(m.kept, id) }

// Count implements [desk.Markers].
func (m *markers) Count() int { return len(m.kept) }

// Tag implements [desk.Markers].
func (m *markers) Tag(parts ...string) []byte { return digest(append([]string{"tag"}, parts...)...) }

// matcher is a [desk.Matcher] by phone alone.
type matcher struct{}

// Keys implements [desk.Matcher].
func (matcher) Keys(p casebook.Particulars) (out []desk.Key) {
	for _, phone := range p.Phones {
		out = append(out, desk.Key{Kind: "phone", Strong: true, Value: phone, Indexed: true})
	}
	return out
}

// Lands implements [desk.Matcher].
func (matcher) Lands(casebook.Particulars) []string { return nil }

// Words implements [desk.Matcher].
func (m matcher) Words(p casebook.Particulars) []string {
	return strings.Fields(strings.ToLower(p.Given + " " + p.Family))
}

// Fold implements [desk.Matcher].
func (m matcher) Fold(query string) (out [][]string) {
	for _, w := range strings.Fields(strings.ToLower(query)) {
		out = append(out, []string{w})
	}
	return out
}

var _ journal.Store = (*disk)(nil)

// Forget implements [desk.Matcher]: it remembers nothing.
func (matcher) Forget() {}
