package journal

import (
	"iter"
	"slices"
	"sort"
)

// mapStore is one bucket after another of sorted keys: the least that a Writer can be.
type mapStore map[Bucket]*sortedMap

type sortedMap struct {
	keys   []string
	values map[string][]byte
}

func (s mapStore) bucket(b Bucket) *sortedMap {
	if s[b] == nil {
		s[b] = &sortedMap{values: map[string][]byte{}}
	}
	return s[b]
}

func (s mapStore) Get(b Bucket, key []byte) ([]byte, error) {
	return s.bucket(b).values[string(key)], nil
}

func (s mapStore) Put(b Bucket, key, value []byte) error {
	m := s.bucket(b)
	if i := sort.SearchStrings(m.keys, string(key)); i == len(m.keys) || m.keys[i] != string(key) {
		m.keys = slices.Insert(m.keys, i, string(key))
	}
	m.values[string(key)] = append([]byte{}, value...)
	return nil
}

func (s mapStore) Delete(b Bucket, key []byte) error {
	m := s.bucket(b)
	if i := sort.SearchStrings(m.keys, string(key)); i < len(m.keys) && m.keys[i] == string(key) {
		m.keys = slices.Delete(m.keys, i, i+1)
		delete(m.values, string(key))
	}
	return nil
}

func (s mapStore) between(b Bucket, from, to []byte) (*sortedMap, int, int) {
	m := s.bucket(b)
	first, last := sort.SearchStrings(m.keys, string(from)), len(m.keys)
	if to != nil {
		last = sort.SearchStrings(m.keys, string(to))
	}
	return m, first, max(first, last)
}

func (s mapStore) Scan(b Bucket, from, to []byte) (iter.Seq2[[]byte, []byte], func() error) {
	m, first, last := s.between(b, from, to)
	return func(yield func([]byte, []byte) bool) {
		for _, key := range m.keys[first:last] {
			if !yield([]byte(key), m.values[key]) {
				return
			}
		}
	}, func() error { return nil }
}

func (s mapStore) ScanDown(b Bucket, from, to []byte) (iter.Seq2[[]byte, []byte], func() error) {
	m, first, last := s.between(b, from, to)
	return func(yield func([]byte, []byte) bool) {
		for i := last - 1; i >= first; i-- {
			if !yield([]byte(m.keys[i]), m.values[m.keys[i]]) {
				return
			}
		}
	}, func() error { return nil }
}

// same says whether two stores hold the same bytes.
func (s mapStore) same(other mapStore) bool {
	for _, b := range Buckets {
		x, y := s.bucket(b), other.bucket(b)
		if !slices.Equal(x.keys, y.keys) {
			return false
		}
		for key, value := range x.values {
			if string(y.values[key]) != string(value) {
				return false
			}
		}
	}
	return true
}

// failingStore fails every call after the first few.
type failingStore struct {
	mapStore
	after  int
	failed bool
}

func (s *failingStore) fail() error {
	if s.after--; s.after < 0 {
		s.failed = true
		return ErrStore
	}
	return nil
}

func (s *failingStore) Get(b Bucket, key []byte) ([]byte, error) {
	if err := s.fail(); err != nil {
		return nil, err
	}
	return s.mapStore.Get(b, key)
}

func (s *failingStore) Put(b Bucket, key, value []byte) error {
	if err := s.fail(); err != nil {
		return err
	}
	return s.mapStore.Put(b, key, value)
}

func (s *failingStore) Scan(b Bucket, from, to []byte) (iter.Seq2[[]byte, []byte], func() error) {
	if err := s.fail(); err != nil {
		return func(func([]byte, []byte) bool) {}, func() error { return err }
	}
	return s.mapStore.Scan(b, from, to)
}

func (s *failingStore) ScanDown(b Bucket, from, to []byte) (iter.Seq2[[]byte, []byte], func() error) {
	if err := s.fail(); err != nil {
		return func(func([]byte, []byte) bool) {}, func() error { return err }
	}
	return s.mapStore.ScanDown(b, from, to)
}
