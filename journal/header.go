package journal

import "fmt"

// headerFields reads each field of a header. All of them are present in every header; a header of a
// later version may have more, which are checked for form and kept in the header bytes.
var headerFields = map[string]func(*walker, *Header){
	"v":         func(w *walker, h *Header) { h.V = uint8(w.uint(1<<8 - 1)) },
	"device":    func(w *walker, h *Header) { w.fixed(h.Device[:]) },
	"epoch":     func(w *walker, h *Header) { h.Epoch = uint32(w.uint(1<<32 - 1)) },
	"scope":     func(w *walker, h *Header) { h.Scope = Scope(w.text()) },
	"seq":       func(w *walker, h *Header) { h.Seq = w.uint(maxInt) },
	"prev":      func(w *walker, h *Header) { w.fixed(h.Prev[:]) },
	"hlc":       func(w *walker, h *Header) { h.Clock = w.uint(1<<64 - 1) },
	"offset":    func(w *walker, h *Header) { h.Offset = w.offset() },
	"actor":     func(w *walker, h *Header) { h.Actor = w.act() },
	"subject":   func(w *walker, h *Header) { w.fixed(h.Subject[:]) },
	"refs":      func(w *walker, h *Header) { h.Refs = list(w, MaxRefs, (*walker).ref) },
	"seen":      func(w *walker, h *Header) { h.Seen = w.seen() },
	"types":     func(w *walker, h *Header) { h.Types = list(w, MaxEvents, (*walker).text) },
	"effects":   func(w *walker, h *Header) { h.Effects = list(w, MaxEffects, (*walker).effect) },
	"witnesses": func(w *walker, h *Header) { h.Witnesses = list(w, MaxWitnesses, (*walker).act) },
	"bodies":    func(w *walker, h *Header) { h.Bodies = list(w, MaxEvents, (*walker).hash) },
}

func decodeHeader(raw []byte) (Header, error) {
	h, fault := readHeader(raw)
	if fault != "" {
		return Header{}, fmt.Errorf("%w: header: %s", ErrBroken, fault)
	}
	return h, nil
}

// readHeader reads a header, or says what is wrong with it.
func readHeader(raw []byte) (h Header, fault string) {
	if len(raw) > MaxHeader {
		return h, "larger than 64 KiB"
	}
	found := 0
	w := walker{data: raw}
	w.mapping(func(key []byte) {
		if key[0]>>5 != majorText {
			w.fail("key is not a text")
		} else if read := headerFields[string(key[1:])]; read != nil {
			read(&w, &h)
			found++
		} else {
			w.skip(1)
		}
	})
	if w.fault == "" && found != len(headerFields) {
		w.fail("a field is missing")
	}
	if fault := w.end(); fault != "" {
		return h, fault
	}
	return h, h.fault()
}

// list reads an array of at most `most` elements; an empty one is nil.
func list[T any](w *walker, most int, element func(*walker) T) []T {
	n := w.array(most)
	if n == 0 {
		return nil
	}
	elements := make([]T, 0, min(n, 16))
	for range n {
		if w.fault != "" {
			return nil
		}
		elements = append(elements, element(w))
	}
	return elements
}

func (w *walker) offset() int16 {
	n := w.int()
	if n < -maxOffset || n > maxOffset {
		w.fail("offset of more than a day")
		return 0
	}
	return int16(n)
}

func (w *walker) effect() Effect { return Effect(w.text()) }

func (w *walker) hash() (h Hash) {
	w.fixed(h[:])
	return h
}

func (w *walker) ref() (r Ref) {
	w.tuple(2)
	w.fixed(r.Commit[:])
	r.Event = uint16(w.uint(MaxEvents - 1))
	return r
}

func (w *walker) seen() (s Seen) {
	w.tuple(2)
	s.Seq = w.uint(maxInt)
	w.fixed(s.Hash[:])
	return s
}

func (w *walker) act() (a Act) {
	w.tuple(5)
	w.fixed(a.Who[:])
	a.Alg = w.text()
	a.Key = w.bytes()
	if !w.null() {
		a.Session = w.session()
	}
	a.Sig = w.bytes()
	return a
}

func (w *walker) session() *Session {
	w.tuple(5)
	return &Session{Alg: w.text(), Key: w.bytes(), From: w.int(), Until: w.int(), Sig: w.bytes()}
}

// maxOffset bounds a local time, in minutes; the farthest in use are -12 and +14 hours.
const maxOffset = 24 * 60

// fault says what is wrong with a header whatever it means, or "".
func (h *Header) fault() string {
	switch {
	case h.V == 0:
		return "no version"
	case h.Seq == 0:
		return "no sequence number"
	case h.Seq > 1 && h.Prev.IsZero():
		return "no previous commit"
	case len(h.Types) == 0:
		return "no event"
	case len(h.Bodies) != len(h.Types):
		return "events and commitments differ in number"
	}
	if fault := h.namesFault(); fault != "" {
		return fault
	}
	return h.actsFault()
}

// namesFault checks the words and references of a header.
func (h *Header) namesFault() string {
	if !h.Scope.Valid() {
		return "not a scope"
	}
	if (h.Seen.Seq == 0) != h.Seen.Hash.IsZero() {
		return "seen has a number without a hash, or a hash without a number"
	}
	for _, t := range h.Types {
		if !isName(t) {
			return "not an event type"
		}
	}
	for _, e := range h.Effects {
		if !isName(string(e)) {
			return "not an effect"
		}
	}
	for _, r := range h.Refs {
		if r.Commit.IsZero() && int(r.Event) >= len(h.Types)-1 {
			return "a ref within the commit names no earlier event"
		}
	}
	return ""
}

func (h *Header) actsFault() string {
	for i := range len(h.Witnesses) + 1 {
		a := h.Actor
		if i > 0 {
			a = h.Witnesses[i-1]
		}
		signed := a.Alg != ""
		switch {
		case signed && !isName(a.Alg) || a.Session != nil && !isName(a.Session.Alg):
			return "not an algorithm"
		case a.Who.IsZero() && (signed || i > 0):
			return "an act of nobody"
		case !signed && (len(a.Key) > 0 || len(a.Sig) > 0 || a.Session != nil):
			return "an act with a key but no algorithm"
		}
	}
	return ""
}

// encodeHeader writes the fields that this version knows.
func encodeHeader(h Header) []byte {
	e := encoder{buf: make([]byte, 0, 1024)}
	e.pairs(len(headerFields))
	e.text("v")
	e.uint(uint64(h.V))
	e.text("hlc")
	e.uint(h.Clock)
	e.text("seq")
	e.uint(h.Seq)
	e.text("prev")
	e.bytes(h.Prev[:])
	e.refs(h.Refs)
	e.seen(h.Seen)
	e.text("actor")
	e.act(h.Actor)
	e.text("epoch")
	e.uint(uint64(h.Epoch))
	e.text("scope")
	e.text(string(h.Scope))
	e.types(h.Types)
	e.commitments(h.Bodies)
	e.text("device")
	e.bytes(h.Device[:])
	e.text("offset")
	e.int(int64(h.Offset))
	e.effects(h.Effects)
	e.subject(h.Subject)
	e.text("witnesses")
	e.array(len(h.Witnesses))
	for _, a := range h.Witnesses {
		e.act(a)
	}
	return e.buf
}

// actBytes is what an actor or a witness signs. Two names say whose place it is and who stands there,
// so that no signature can be moved to another place or passed off as another's.
func actBytes(h Header, as string, who ID) []byte {
	e := encoder{buf: make([]byte, 0, 512)}
	e.buf = append(e.buf, actContext...)
	e.pairs(8)
	e.text("as")
	e.text(as)
	e.text("who")
	e.bytes(who[:])
	e.refs(h.Refs)
	e.seen(h.Seen)
	e.types(h.Types)
	e.commitments(h.Bodies)
	e.effects(h.Effects)
	e.subject(h.Subject)
	return e.buf
}

func (e *encoder) act(a Act) {
	e.array(5)
	e.bytes(a.Who[:])
	e.text(a.Alg)
	e.bytes(a.Key)
	if s := a.Session; s == nil {
		e.null()
	} else {
		e.array(5)
		e.text(s.Alg)
		e.bytes(s.Key)
		e.int(s.From)
		e.int(s.Until)
		e.bytes(s.Sig)
	}
	e.bytes(a.Sig)
}

func (e *encoder) refs(refs []Ref) {
	e.text("refs")
	e.array(len(refs))
	for _, r := range refs {
		e.array(2)
		e.bytes(r.Commit[:])
		e.uint(uint64(r.Event))
	}
}

func (e *encoder) seen(s Seen) {
	e.text("seen")
	e.array(2)
	e.uint(s.Seq)
	e.bytes(s.Hash[:])
}

func (e *encoder) types(types []string) {
	e.text("types")
	e.array(len(types))
	for _, t := range types {
		e.text(t)
	}
}

func (e *encoder) commitments(bodies []Hash) {
	e.text("bodies")
	e.array(len(bodies))
	for _, b := range bodies {
		e.bytes(b[:])
	}
}

func (e *encoder) effects(effects []Effect) {
	e.text("effects")
	e.array(len(effects))
	for _, effect := range effects {
		e.text(string(effect))
	}
}

func (e *encoder) subject(id ID) {
	e.text("subject")
	e.bytes(id[:])
}
