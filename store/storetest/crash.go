package storetest

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand"
	"os"
	"os/exec"
	"testing"

	"willing/journal"
)

// crashFolder names the environment variable that tells a process it is there to be killed.
const crashFolder = "WILLING_STORETEST_CRASH"

const (
	crashRounds = 8
	crashHands  = 4
)

// RunCrash kills processes that write, and looks at what they leave: everything that was acknowledged must
// be there, and nothing by halves. It starts the test binary again for the calling test alone, so that
// test must do nothing but call RunCrash.
func RunCrash(t *testing.T, b Backend) {
	if dir := os.Getenv(crashFolder); dir != "" {
		t.Fatal(doomed(b, dir)) // only reached if nobody kills it
	}
	dir := t.TempDir()
	chance := rand.New(rand.NewSource(1))
	acknowledged := make([]int, crashHands)
	for round := range crashRounds {
		if err := oneLife(t.Name(), dir, 1+chance.Intn(200), acknowledged); err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		if err := inspect(b, dir, acknowledged); err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
	}
	t.Logf("%d lives, acknowledged by each hand: %v", crashRounds, acknowledged)
}

// oneLife starts a process, kills it after some acknowledgements, and notes all it ever gave.
func oneLife(name, dir string, enough int, acknowledged []int) error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	child := exec.Command(program, "-test.run=^"+name+"$", "-test.count=1")
	child.Env = append(os.Environ(), crashFolder+"="+dir)
	var complaint bytes.Buffer
	child.Stderr = &complaint
	out, err := child.StdoutPipe()
	if err != nil {
		return err
	}
	if err := child.Start(); err != nil {
		return err
	}
	lines, heard := bufio.NewScanner(out), 0
	for lines.Scan() {
		var hand, number int
		if n, _ := fmt.Sscanf(lines.Text(), "stored %d %d", &hand, &number); n == 2 {
			acknowledged[hand] = max(acknowledged[hand], number+1)
			heard++
		}
		if heard == enough {
			child.Process.Kill() // what stands in the pipe still counts
		}
	}
	child.Wait() // it was killed, so it has an error
	if heard < enough {
		return fmt.Errorf("the process ended by itself after %d: %s", heard, complaint.String())
	}
	return nil
}

// doomed writes as fast as it can, acknowledging each Update, until it is killed.
func doomed(b Backend, dir string) error {
	s, err := b.Open(dir)
	if err != nil {
		return err
	}
	faults := make(chan error)
	for hand := range crashHands {
		go func() { faults <- writeOn(s, hand, os.Stdout) }()
	}
	return <-faults
}

// writeOn goes on where this hand was stopped.
func writeOn(s journal.Store, hand int, out io.Writer) error {
	var next int
	err := s.View(context.Background(), func(r journal.Reader) (err error) {
		next, err = countHand(r, "left", hand)
		return err
	})
	for number := next; err == nil; number++ {
		if err = s.Update(context.Background(), bothSides(hand, number)); err != nil {
			break
		}
		if _, err = fmt.Fprintf(out, "stored %d %d\n", hand, number); err != nil {
			break
		}
		half := s.Update(context.Background(), func(w journal.Writer) error {
			return errors.Join(w.Put("left", []byte("half"), []byte("never")), errOnBoard)
		})
		if !errors.Is(half, errOnBoard) {
			err = fmt.Errorf("an fn's error came back as %w", half)
		}
	}
	return err
}

// crashEntry is what a hand writes under its running number, from 0 to some 10 kB long.
func crashEntry(hand, number int) (key, value []byte) {
	return []byte{byte(hand), byte(number >> 16), byte(number >> 8), byte(number)},
		bytes.Repeat([]byte{byte(hand), byte(number)}, number*number%5000)
}

// bothSides is the fn of an Update that puts one entry into each of two buckets.
func bothSides(hand, number int) func(journal.Writer) error {
	key, value := crashEntry(hand, number)
	return func(w journal.Writer) error {
		return errors.Join(w.Put("left", key, value), w.Put("right", key, value))
	}
}

// countHand counts a hand's entries in a bucket and sees that they are whole and without gap.
func countHand(r journal.Reader, b journal.Bucket, hand int) (int, error) {
	n := 0
	entries, fault := r.Scan(b, []byte{byte(hand)}, []byte{byte(hand + 1)})
	for k, v := range entries {
		key, value := crashEntry(hand, n)
		if !bytes.Equal(k, key) || !bytes.Equal(v, value) {
			return n, fmt.Errorf("bucket %s, hand %d: entry %d is not what was written", b, hand, n)
		}
		n++
	}
	return n, fault()
}

// inspect opens what a killed process left.
func inspect(b Backend, dir string, acknowledged []int) error {
	s, err := b.Open(dir)
	if err != nil {
		return err
	}
	defer s.Close()
	if c, ok := s.(interface{ Check(context.Context) error }); ok {
		if err := c.Check(context.Background()); err != nil {
			return err
		}
	}
	return s.View(context.Background(), func(r journal.Reader) error {
		for hand, want := range acknowledged {
			left, err := countHand(r, "left", hand)
			right, fault := countHand(r, "right", hand)
			if err := errors.Join(err, fault); err != nil {
				return err
			}
			if left != right {
				return fmt.Errorf("hand %d: half an Update: %d left, %d right", hand, left, right)
			}
			if left < want {
				return fmt.Errorf("hand %d: %d acknowledged, %d there", hand, want, left)
			}
		}
		half, err := r.Get("left", []byte("half"))
		if half != nil {
			err = errors.Join(err, errors.New("an Update that failed left something"))
		}
		return err
	})
}
