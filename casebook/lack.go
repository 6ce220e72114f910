package casebook

import "strings"

// Lack says what is missing, by which gate, and what would satisfy it. It names no person.
type Lack struct {
	Gate string `json:"gate,omitempty"` // "G06"; empty where no gate but plain order is broken
	Key  string `json:"key"`            // for translation
	Say  string `json:"say"`            // the English sentence: what is missing and what to do
	// Args are the values that Say has in it, by the names under which translations have them.
	Args map[string]string `json:"args,omitempty"`
	// Overruled: the author could not know what stands against the event. It has no effect, and no blame.
	Overruled bool `json:"overruled,omitempty"`
	// Hands: it is about whose hands act, not about what happened before; a list of next steps leaves it out.
	Hands  bool `json:"-"`
	Second bool `json:"-"` // a second person signs too; there is no gate, and it is held all the same
}

func lack(gate, key, say string) Lack { return Lack{Gate: gate, Key: key, Say: say} }

func hands(gate, key, say string) Lack { return Lack{Gate: gate, Key: key, Say: say, Hands: true} }

// second is what a second person's signature brings, where no gate asks for it.
func second(key, say string) Lack { return Lack{Key: key, Say: say, Hands: true, Second: true} }

// with names the values that the sentence has in it, for translations: name and value in turn.
func (l Lack) with(pairs ...string) Lack {
	l.Args = map[string]string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		l.Args[pairs[i]] = pairs[i+1]
	}
	return l
}

func join(words []string) string { return strings.Join(words, ", ") }

// Standing says whether a fact counts.
type Standing string

// The standings.
const (
	Counts    Standing = "counts"
	Pending   Standing = "pending"   // a fact it names has not arrived: no effect, no blame
	Irregular Standing = "irregular" // it breaks a rule: kept, listed as 'needs a look', no effect
	Overruled Standing = "overruled" // something its author could not know stands against it: no effect, no blame
	Withheld  Standing = "withheld"  // its content is not here, kept elsewhere or erased: no effect, no blame
)

// Fact is one event with what the law makes of it.
type Fact struct {
	Ref      Ref      `json:"ref"`
	Type     string   `json:"type"`
	Body     any      `json:"body,omitempty"`
	Commit   *Commit  `json:"-"`
	Standing Standing `json:"standing"`
	Lacks    []Lack   `json:"lacks,omitempty"`   // why it does not count
	Settled  bool     `json:"settled,omitempty"` // a named person has looked at it; it counts no more for that
	judged   bool
}

// Keys lists the keys of what is missing.
func Keys(lacks []Lack) (keys []string) {
	for _, l := range lacks {
		keys = append(keys, l.Key)
	}
	return keys
}
