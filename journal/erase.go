package journal

import "fmt"

// EraseBodies removes the bodies, with their salts, of all commits about a subject, and the chunks of files that they
// named, and says how many bodies it removed or barred. They never come back: a commit brought again brings only its header. The headers
// stay, and every chain still verifies. A commit about the subject that is new to this node and comes
// later keeps its bodies until EraseBodies is called again, which it may be at any time.
//
// What the store's files still hold of them goes with [Store.Scrub].
func EraseBodies(w Writer, subject ID) (int, error) {
	return changeBodies(w, subject, func(e Entry, event int) (bool, error) {
		changed := e.Bodies[event] != Erased
		e.Bodies[event] = Erased
		return changed, nil
	})
}

// EraseBody is [EraseBodies] for one event. The ref names its commit; otherwise it fails with [ErrUnknown].
func EraseBody(w Writer, ref Ref) error {
	e, ok, err := Find(w, ref.Commit)
	if err != nil {
		return err
	}
	if !ok || int(ref.Event) >= len(e.Bodies) {
		return fmt.Errorf("erasing a body: %w", ErrUnknown)
	}
	e.Bodies[ref.Event] = Erased
	return e.keepBodies(w)
}

// WithholdBodies removes the bodies of all commits about a subject as [EraseBodies] does, but leaves them
// withheld: they are taken again when they come again. A node does so when it may no longer see them. What is to
// be kept stays; nil keeps nothing.
func WithholdBodies(w Writer, subject ID, keep func(h Header, event int) bool) (int, error) {
	return changeBodies(w, subject, func(e Entry, event int) (bool, error) {
		if e.Bodies[event] != Present || keep != nil && keep(e.Commit.Header, event) {
			return false, nil
		}
		e.Bodies[event] = Withheld
		return true, nil
	})
}

func changeBodies(w Writer, subject ID, change func(e Entry, event int) (bool, error)) (int, error) {
	n := 0
	if err := DropChunks(w, subject, nil); err != nil {
		return n, err
	}
	for e, err := range Subject(w, subject) {
		if err != nil {
			return n, err
		}
		for event := range e.Bodies {
			changed, err := change(e, event)
			if err != nil {
				return n, err
			}
			if changed {
				n++
			}
		}
		if err := e.keepBodies(w); err != nil {
			return n, err
		}
	}
	return n, nil
}
