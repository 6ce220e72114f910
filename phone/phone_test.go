package phone

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"willing/journal"
	"willing/store/paged"
)

// drawnDisk is a browser's database in memory.
type drawnDisk struct {
	mu      sync.Mutex
	records map[string][]byte
	full    bool
	wrote   []string // whatever was written in a way that the worker hears of
}

func (d *drawnDisk) Get(name string) ([]byte, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.records[name]), nil
}

func (d *drawnDisk) Names(prefix string) ([]string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.DeleteFunc(slices.Sorted(maps.Keys(d.records)), func(n string) bool { return !strings.HasPrefix(n, prefix) }), nil
}

var errFull = fmt.Errorf("a browser without room: %w", journal.ErrFull)

func (d *drawnDisk) Apply(puts []paged.Record, deletes []string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.full {
		return errFull
	}
	for _, name := range deletes {
		delete(d.records, name)
	}
	if !Unseen(puts, deletes) {
		for _, r := range puts {
			d.wrote = append(d.wrote, r.Name)
		}
		d.wrote = append(d.wrote, deletes...)
	}
	for _, r := range puts {
		d.records[r.Name] = slices.Clone(r.Data)
	}
	return nil
}

func (d *drawnDisk) Close() error { return nil }

// drawnBrowser is a browser that lives as long as the test: its keys can be read, which a true one's cannot.
type drawnBrowser struct {
	disks map[string]*drawnDisk
	held  paged.Sealer
	room  Room
}

func newBrowser() *drawnBrowser {
	return &drawnBrowser{disks: map[string]*drawnDisk{}, room: Room{Lasting: true}}
}

func (b *drawnBrowser) Disk(name string) (paged.Disk, error) {
	if b.disks[name] == nil {
		b.disks[name] = &drawnDisk{records: map[string][]byte{}}
	}
	return b.disks[name], nil
}

func sealerOf(key []byte) paged.Sealer {
	block, err := aes.NewCipher(key)
	if err != nil {
		panic(err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		panic(err)
	}
	return paged.AEAD(aead, rand.Reader)
}

func (b *drawnBrowser) NewKey(secret []byte) (paged.Sealer, []byte, error) {
	key := make([]byte, 32)
	_, _ = rand.Read(key)
	wrapped, err := sealerOf(secret).Seal("key", key)
	return sealerOf(key), wrapped, err
}

func (b *drawnBrowser) unwrap(secret, wrapped []byte) ([]byte, error) {
	key, err := sealerOf(secret).Open("key", wrapped)
	if err != nil {
		return nil, ErrWrong
	}
	return key, nil
}

func (b *drawnBrowser) OpenKey(secret, wrapped []byte) (paged.Sealer, error) {
	key, err := b.unwrap(secret, wrapped)
	if err != nil {
		return nil, err
	}
	return sealerOf(key), nil
}

func (b *drawnBrowser) Rewrap(secret, wrapped, other []byte) ([]byte, error) {
	key, err := b.unwrap(secret, wrapped)
	if err != nil {
		return nil, err
	}
	return sealerOf(other).Seal("key", key)
}

func (b *drawnBrowser) Hold(key paged.Sealer) error { b.held = key; return nil }

func (b *drawnBrowser) Held() (paged.Sealer, error) { return b.held, nil }

func (b *drawnBrowser) Room() Room { return b.room }
