package exchange

import "willing/journal"

// extra is something that a head says beyond its fixed places, by a name. Whoever does not know a name passes it over,
// so that a later version can say more to an earlier one.
type extra struct {
	_    struct{} `cbor:",toarray"`
	Name string
	Said []byte
}

// Untaken counts commits of a request that were not taken, and of which nothing is kept.
type Untaken struct {
	_      struct{} `cbor:",toarray"`
	Broken uint64   // damaged, not signed by their device, or none of headquarters' own
	Gaps   uint64   // an earlier commit of their lane is missing
}

// Names of extras.
const (
	extraStamp    = "stamp"    // of headquarters' answer: see [Stamp]
	extraReceipts = "receipts" // what is handed on: see [Receipt]
	extraEarly    = "early"    // what came before its lane: see early.go
	extraUntaken  = "untaken"  // of an answer: see [Untaken]
	extraProgram  = "program"  // of a device's request to headquarters: which program it runs
)

// twelve and thirteen begin the arrays of a head without and with extras.
const twelve, thirteen = 0x8c, 0x8d

// withExtras adds the thirteenth place to a head of twelve.
func withExtras(raw []byte, all []extra) ([]byte, error) {
	more, err := encoding.Marshal(all)
	if err != nil {
		return nil, err
	}
	return append(append([]byte{thirteen}, raw[1:]...), more...), nil
}

// splitExtras reads a head of twelve or thirteen places into p, and returns what stands in the last.
func splitExtras(raw []byte, p *packedHead) (all []extra, err error) {
	if len(raw) == 0 || raw[0] != thirteen {
		return nil, decoding.Unmarshal(raw, p)
	}
	rest, err := decoding.UnmarshalFirst(append([]byte{twelve}, raw[1:]...), p)
	if err != nil {
		return nil, err
	}
	return all, decoding.Unmarshal(rest, &all)
}

// addExtras puts into a packed head what it says beyond its fixed places, and signs a stamp.
func (h Head) addExtras(raw []byte, key journal.DeviceKey) ([]byte, error) {
	var all []extra
	if s := h.Stamp; s != nil {
		sig, err := key.Sign(receiptBytes(h.From, s.Epoch, h.At, s.leaves))
		if err != nil {
			return nil, err
		}
		said, err := encoding.Marshal(Stamp{Epoch: s.Epoch, Sig: sig})
		if err != nil {
			return nil, err
		}
		all = append(all, extra{Name: extraStamp, Said: said})
	}
	if len(h.Receipts) > 0 {
		all = append(all, extra{Name: extraReceipts, Said: PackReceipts(h.Receipts)})
	}
	if len(h.Early) > 0 {
		all = append(all, extra{Name: extraEarly, Said: h.Early})
	}
	if h.Untaken != (Untaken{}) {
		said, err := encoding.Marshal(h.Untaken)
		if err != nil {
			return nil, err
		}
		all = append(all, extra{Name: extraUntaken, Said: said})
	}
	if h.Program != "" {
		all = append(all, extra{Name: extraProgram, Said: []byte(h.Program)})
	}
	return withExtras(raw, all)
}

// readExtras takes from the extras what this program knows. What cannot be read is as good as not said.
func (h *Head) readExtras(all []extra) {
	for _, e := range all {
		switch e.Name {
		case extraStamp:
			var s Stamp
			if decoding.Unmarshal(e.Said, &s) == nil {
				h.Stamp = &s
			}
		case extraReceipts:
			h.Receipts = OpenReceipts(e.Said)
		case extraUntaken:
			var u Untaken
			if decoding.Unmarshal(e.Said, &u) == nil {
				h.Untaken = u
			}
		case extraEarly:
			h.Early = e.Said
		case extraProgram:
			if named(e.Said) {
				h.Program = string(e.Said)
			}
		}
	}
}

// MostProgram bounds the name of a program, in bytes.
const MostProgram = 64

// named reports whether a program may be called so: as a release is, of letters, digits and "-.+". People read it, and a terminal.
func named(name []byte) bool {
	for _, c := range name {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-' && c != '.' && c != '+' {
			return false
		}
	}
	return len(name) <= MostProgram
}
