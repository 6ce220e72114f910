package journal

import (
	"crypto/sha256"
	"encoding/binary"
	"sync"
)

// opened remembers sessions whose signature held. One opens for many acts, and each act would verify it three
// times: a third of the work of a small commit. What is remembered is a hash of all that was verified (the
// algorithm, the key, the message with whose session it is, for which key and when, the signature), so nothing else
// passes for it; that a session is over or its key revoked is asked each time, and not here.
var opened = memory{most: 4096}

// memory is a bounded set of hashes, safe for concurrent use. When it is full it begins anew.
type memory struct {
	most int
	mu   sync.Mutex
	set  map[[sha256.Size]byte]struct{}
}

func (m *memory) has(h [sha256.Size]byte) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	_, ok := m.set[h]
	return ok
}

func (m *memory) add(h [sha256.Size]byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.set == nil || len(m.set) >= m.most {
		m.set = map[[sha256.Size]byte]struct{}{}
	}
	m.set[h] = struct{}{}
}

// sessionFault is [signatureFault] for the signature of a session.
func sessionFault(alg string, key, message, sig []byte) string {
	h := sha256.New()
	for _, part := range [][]byte{[]byte(alg), key, message, sig} {
		h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(part))))
		h.Write(part)
	}
	name := [sha256.Size]byte(h.Sum(nil))
	if opened.has(name) {
		return ""
	}
	fault := signatureFault(alg, key, message, sig)
	if fault == "" {
		opened.add(name)
	}
	return fault
}
