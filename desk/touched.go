package desk

import (
	"slices"

	"willing/casebook"
)

// touched is a set of records in the order in which they came: a change of the house touches everybody.
type touched struct {
	order []casebook.ID // the zero id in the place of those that were dropped
	at    map[casebook.ID]int
}

func (s *touched) add(record casebook.ID) {
	if s.at == nil {
		s.at = map[casebook.ID]int{}
	}
	if _, known := s.at[record]; !known {
		s.at[record] = len(s.order)
		s.order = append(s.order, record)
	}
}

func (s *touched) drop(record casebook.ID) {
	if i, known := s.at[record]; known {
		s.order[i] = casebook.ID{}
		delete(s.at, record)
	}
}

// all lists them, each once.
func (s *touched) all() []casebook.ID {
	return slices.DeleteFunc(slices.Clone(s.order), casebook.ID.IsZero)
}
