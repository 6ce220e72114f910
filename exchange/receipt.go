package exchange

import (
	"bytes"
	"cmp"
	"crypto/ed25519"
	"crypto/sha256"
	"slices"

	"willing/journal"
)

// Headquarters signs what it has of every lane at the end of an exchange. Both sides hold the same then, so the
// signature alone travels; the device keeps it together with what was signed, and hands it on. A headquarters that
// has less later, or something else in the same place, is shown what it signed.

// Tip is the end of one branch of a lane.
type Tip struct {
	Lane journal.Lane
	Seq  uint64
	Hash journal.Hash
}

// Receipt is what headquarters signed that it has of the lanes of one scope.
type Receipt struct {
	Epoch  uint32 // in which headquarters wrote
	At     int64  // unix milliseconds by its clock, to be shown; nothing depends on it
	Scope  journal.Scope
	Tips   []Tip    // in the order of lane and hash
	Beside [][]byte // what stands in the signature for the other scopes, and says nothing of them
	Sig    []byte
}

// Stamp is the part of a receipt that travels with headquarters' answer.
type Stamp struct {
	_     struct{} `cbor:",toarray"`
	Epoch uint32
	Sig   []byte

	leaves [][]byte
}

// MaxReceipts is how many receipts one message hands on at most.
const MaxReceipts = 64

const receiptContext = "willing/receipt/1"

type signedReceipt struct {
	_      struct{} `cbor:",toarray"`
	Home   []byte
	Epoch  uint32
	At     int64
	Leaves []byte // 32 bytes for each scope, in the order of the bytes
}

func receiptBytes(home journal.Device, epoch uint32, at int64, leaves [][]byte) []byte {
	leaves = slices.SortedFunc(slices.Values(leaves), bytes.Compare)
	raw, _ := encoding.Marshal(signedReceipt{Home: home[:], Epoch: epoch, At: at, Leaves: bytes.Join(leaves, nil)}) // bytes and numbers always have a form
	return append([]byte(receiptContext), raw...)
}

type packedTips struct {
	_       struct{} `cbor:",toarray"`
	Scope   string
	Devices []byte   // 32 bytes each
	Tips    []uint64 // device, epoch, seq of each
	Hashes  []byte   // 32 bytes of each
}

func packTips(scope journal.Scope, tips []Tip) packedTips {
	p, devices := packedTips{Scope: string(scope)}, map[journal.Device]uint64{}
	for _, t := range tips {
		if _, ok := devices[t.Lane.Device]; !ok {
			devices[t.Lane.Device] = uint64(len(devices))
			p.Devices = append(p.Devices, t.Lane.Device[:]...)
		}
		p.Tips = append(p.Tips, devices[t.Lane.Device], uint64(t.Lane.Epoch), t.Seq)
		p.Hashes = append(p.Hashes, t.Hash[:]...)
	}
	return p
}

// unpack reads tips; ok is false if they are none.
func (p packedTips) unpack() (tips []Tip, ok bool) {
	n := len(p.Tips) / 3
	if n == 0 || len(p.Tips)%3 != 0 || len(p.Hashes) != n*sha256.Size || len(p.Devices)%32 != 0 || !journal.Scope(p.Scope).Valid() {
		return nil, false
	}
	for i := range n {
		device, epoch := p.Tips[3*i], p.Tips[3*i+1]
		if device >= uint64(len(p.Devices)/32) || epoch >= 1<<32 {
			return nil, false
		}
		lane := journal.Lane{Device: journal.Device(p.Devices[32*device : 32*device+32]), Epoch: uint32(epoch), Scope: journal.Scope(p.Scope)}
		tips = append(tips, Tip{lane, p.Tips[3*i+2], journal.Hash(p.Hashes[i*sha256.Size : (i+1)*sha256.Size])})
	}
	return tips, true
}

type packedReceipt struct {
	_      struct{} `cbor:",toarray"`
	Epoch  uint32
	At     int64
	Tips   packedTips
	Beside []byte // 32 bytes for each
	Sig    []byte
}

// PackReceipts writes receipts as they travel and are kept.
func PackReceipts(all []Receipt) []byte {
	packed := []packedReceipt{}
	for _, r := range all {
		packed = append(packed, packedReceipt{Epoch: r.Epoch, At: r.At, Tips: packTips(r.Scope, r.Tips), Beside: bytes.Join(r.Beside, nil), Sig: r.Sig})
	}
	raw, _ := encoding.Marshal(packed) // bytes and numbers always have a form
	return raw
}

// OpenReceipts reads receipts and leaves out those that are none. Whose they are, [Receipt.By] says.
func OpenReceipts(raw []byte) (out []Receipt) {
	var packed []packedReceipt
	if decoding.Unmarshal(raw, &packed) != nil || len(packed) > MaxReceipts {
		return nil
	}
	for _, p := range packed {
		tips, ok := p.Tips.unpack()
		if !ok || len(p.Beside)%sha256.Size != 0 {
			continue
		}
		r := Receipt{Epoch: p.Epoch, At: p.At, Scope: journal.Scope(p.Tips.Scope), Tips: tips, Sig: p.Sig}
		for b := p.Beside; len(b) > 0; b = b[sha256.Size:] {
			r.Beside = append(r.Beside, b[:sha256.Size])
		}
		out = append(out, r)
	}
	return out
}

// leaf stands for a scope in the signature. Who does not know the commits learns nothing from it.
func leaf(scope journal.Scope, tips []Tip) []byte {
	raw, _ := encoding.Marshal(packTips(scope, tips))
	sum := sha256.Sum256(raw)
	return sum[:]
}

// By reports whether headquarters signed the receipt.
func (r Receipt) By(home journal.Device) bool {
	leaves := append(slices.Clone(r.Beside), leaf(r.Scope, r.Tips))
	return ed25519.Verify(home[:], receiptBytes(home, r.Epoch, r.At, leaves), r.Sig)
}

// tips are the ends of all lanes of some scopes.
func (v View) tips(in func(journal.Scope) bool) (map[journal.Scope][]Tip, error) {
	branched, err := v.branches()
	if err != nil {
		return nil, err
	}
	out := map[journal.Scope][]Tip{}
	for head, err := range journal.Heads(v.Log) {
		if err != nil {
			return nil, err
		}
		if !in(head.Lane.Scope) {
			continue
		}
		all := append(out[head.Lane.Scope], Tip{head.Lane, head.Seq, head.Hash})
		for _, f := range branched[head.Lane] {
			if !slices.ContainsFunc(branched[head.Lane], func(c journal.Commit) bool { return c.Header.Prev == f.Hash() }) {
				all = append(all, Tip{head.Lane, f.Header.Seq, f.Hash()})
			}
		}
		out[head.Lane.Scope] = all
	}
	for _, all := range out {
		slices.SortFunc(all, func(a, b Tip) int {
			return cmp.Or(compareLanes(a.Lane, b.Lane), bytes.Compare(a.Hash[:], b.Hash[:]))
		})
	}
	return out, nil
}

// receipted are the scopes of which a device gets receipts: those of which it has every lane.
func (s Sight) receipted(scope journal.Scope) bool { return scope == journal.Control || s.has(scope) }

// stamp is what headquarters signs for somebody. The signature is made with the head's: see [Head.Sign].
func (v View) stamp(to Sight) (*Stamp, error) {
	all, err := v.tips(to.receipted)
	if err != nil {
		return nil, err
	}
	out := &Stamp{}
	for _, t := range all[journal.Control] {
		if t.Lane.Device == v.House.Home() {
			out.Epoch = max(out.Epoch, t.Lane.Epoch)
		}
	}
	for scope, tips := range all {
		out.leaves = append(out.leaves, leaf(scope, tips))
	}
	return out, nil
}

// receive makes receipts of a stamp and of what is here. If they do not fit, the two sides do not hold the same just
// now, and there is none this time.
func (v View) receive(me journal.Device, s *Stamp, at int64) ([]Receipt, error) {
	grant, _ := v.House.Grant(me)
	all, err := v.tips(grant.Sight.receipted)
	if err != nil {
		return nil, err
	}
	leaves := map[journal.Scope][]byte{}
	for scope, tips := range all {
		leaves[scope] = leaf(scope, tips)
	}
	var out []Receipt
	for scope, tips := range all {
		r := Receipt{Epoch: s.Epoch, At: at, Scope: scope, Tips: tips, Sig: s.Sig}
		for other, l := range leaves {
			if other != scope {
				r.Beside = append(r.Beside, l)
			}
		}
		slices.SortFunc(r.Beside, bytes.Compare)
		out = append(out, r)
	}
	if len(out) == 0 || !out[0].By(v.House.Home()) {
		return nil, nil
	}
	slices.SortFunc(out, func(a, b Receipt) int { return cmp.Compare(a.Scope, b.Scope) })
	return out, nil
}

// covers reports whether whoever has what a receipt says has all that another says, as far as two receipts show.
func (r Receipt) covers(old Receipt) bool {
	return !slices.ContainsFunc(old.Tips, func(t Tip) bool {
		return !slices.ContainsFunc(r.Tips, func(u Tip) bool {
			return u.Lane == t.Lane && (u.Seq > t.Seq || u.Seq == t.Seq && u.Hash == t.Hash)
		})
	})
}

// freshFor is how long a receipt is as good as one that says the same and is newer: nothing is written for it.
const freshFor = 60 * 60 * 1000 // milliseconds

// mostKept bounds how many receipts of one scope are kept beside the newest: each says something that no other does.
const mostKept = 8

// Keep adds receipts to those that are kept: of each scope the latest, and any that says what the latest does not.
func Keep(kept []Receipt, fresh ...Receipt) []Receipt {
	for _, r := range fresh {
		same := func(o Receipt) bool { return o.Scope == r.Scope && o.At+freshFor > r.At && o.covers(r) }
		if slices.ContainsFunc(kept, same) {
			continue
		}
		kept = slices.DeleteFunc(slices.Clone(kept), func(o Receipt) bool { return o.Scope == r.Scope && r.covers(o) })
		n := 0
		kept = append([]Receipt{r}, slices.DeleteFunc(kept, func(o Receipt) bool {
			if o.Scope == r.Scope {
				n++
			}
			return o.Scope == r.Scope && n > mostKept
		})...)
	}
	return kept
}
