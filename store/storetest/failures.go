package storetest

import (
	"bytes"
	"errors"

	"willing/journal"
)

var failureCases = []Case{
	{"a full disk refuses, keeps what was there, and works again when there is room", storyFull},
	{"an fn that drops the disk's error does not succeed", storyDropped},
	{"of many who write to a full disk, whoever was told yes is there", storyFullCrowd},
}

// room is how many bytes the stores of these stories have.
const room = 1 << 20

// full goes on with a store of little room.
func (s *story) full() {
	s.dir = s.folder()
	s.store = s.have(s.backend.Full(s.dir, room))
}

func storyFull(s *story) {
	s.full()
	s.put("ada", "scout")
	for range 3 {
		s.is(s.store.Update(background, func(w journal.Writer) error {
			if err := w.Put(bucket, []byte("bo"), []byte("mentor")); err != nil {
				return err
			}
			return w.Put(bucket, []byte("cy"), bytes.Repeat([]byte("too much"), room/4))
		}), journal.ErrStore)
		s.holds("ada", "scout")
	}
	s.put("bo", "mentor")
	s.reopen()
	s.holds("ada", "scout", "bo", "mentor")
}

func storyDropped(s *story) {
	s.full()
	s.is(s.store.Update(background, func(w journal.Writer) error {
		if err := w.Put(bucket, []byte("ada"), []byte("scout")); err != nil {
			return err
		}
		w.Put(bucket, []byte("cy"), bytes.Repeat([]byte("too much"), room/4)) // its error is the story
		return nil
	}), journal.ErrStore)
	s.holds()
}

func storyFullCrowd(s *story) {
	s.full()
	const hands, turns = 8, 8
	var told [hands][turns]bool
	s.crowd(hands, func(me int) error {
		for turn := range turns {
			err := s.store.Update(background, func(w journal.Writer) error {
				return w.Put(bucket, []byte{byte(me), byte(turn)}, bytes.Repeat([]byte("x"), room/16))
			})
			if err != nil && !errors.Is(err, journal.ErrStore) {
				return err
			}
			told[me][turn] = err == nil
		}
		return nil
	})
	s.reopen()
	refused := 0
	s.view(func(r journal.Reader) {
		for me := range hands {
			for turn := range turns {
				v, err := r.Get(bucket, []byte{byte(me), byte(turn)})
				s.ok(err)
				if (v != nil) != told[me][turn] {
					s.fail("hand %d turn %d: told %v, stored %v", me, turn, told[me][turn], v != nil)
				}
				if v == nil {
					refused++
				}
			}
		}
	})
	if refused == 0 || refused == hands*turns {
		s.fail("%d of %d were refused: the disk was never full, or never had room", refused, hands*turns)
	}
}
