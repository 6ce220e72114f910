package linkage

import "sync"

// memo remembers what was made of the names and places that came last: the same
// ones come again and again. Two generations bound it; what it gives out is
// never changed. It is safe for concurrent use.
type memo[T any] struct {
	mu          sync.Mutex
	young, aged map[string]T
}

// memoKeeps bounds how many texts a generation remembers.
const memoKeeps = 4096

// get returns what fresh makes of a text.
func (m *memo[T]) get(text string, fresh func(string) T) T {
	m.mu.Lock()
	made, known := m.young[text]
	if !known {
		if made, known = m.aged[text]; known {
			m.keep(text, made)
		}
	}
	m.mu.Unlock()
	if known {
		return made
	}
	made = fresh(text)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.keep(text, made)
	return made
}

func (m *memo[T]) keep(text string, made T) {
	if m.young == nil || len(m.young) >= memoKeeps {
		m.young, m.aged = map[string]T{}, m.young
	}
	m.young[text] = made
}

func (m *memo[T]) forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.young, m.aged = nil, nil
}

// Forget empties what the package remembers of names and places it has taken apart, so that nothing of somebody
// who was erased stays in memory.
func Forget() {
	knownWords.forget()
	knownPlaces.forget()
}
