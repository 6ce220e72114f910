package account

import (
	"bytes"
	"sync"

	"willing/journal"
)

// made remembers the keys of the sessions that acted last: making one of its seed, and readying it to sign, costs
// as much as two signatures. It lies in memory alone, and is asked by the seed, so nobody gets a key out of it who
// could not make it.
var made = keyMemory{most: 256}

// keyMemory is a bounded memory of keys by their seeds, safe for concurrent use. When it is full it begins anew.
type keyMemory struct {
	most int
	mu   sync.Mutex
	keys map[[secretSize]byte]journal.Key
}

func (m *keyMemory) of(seed []byte) (journal.Key, error) {
	name := [secretSize]byte(seed)
	m.mu.Lock()
	defer m.mu.Unlock()
	if key, ok := m.keys[name]; ok {
		return key, nil
	}
	key, err := journal.NewKey(bytes.NewReader(seed))
	if err != nil {
		return key, err
	}
	if m.keys == nil || len(m.keys) >= m.most {
		m.keys = map[[secretSize]byte]journal.Key{}
	}
	m.keys[name] = key
	return key, nil
}
