package thinline

import (
	"bytes"
	"io"
	"math/rand/v2"
	"net"
	"testing"
	"testing/synctest"
	"time"
)

// echo answers every connection with what it says.
func echo(t *testing.T) string {
	t.Helper()
	in, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = in.Close() })
	go func() {
		for {
			c, err := in.Accept()
			if err != nil {
				return
			}
			go func() {
				_, _ = io.Copy(c, c)
				_ = c.Close()
			}()
		}
	}()
	return in.Addr().String()
}

func TestEverythingArrivesAsItWas(t *testing.T) {
	l, err := Open(echo(t), Shape{Rate: 20 << 20, Delay: time.Millisecond, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	c, err := net.Dial("tcp", l.Address())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	sent := bytes.Repeat([]byte("over a thin line "), 20_000)
	go func() {
		_, _ = c.Write(sent)
		_ = c.(*net.TCPConn).CloseWrite()
	}()
	got, err := io.ReadAll(c)
	if err != nil || !bytes.Equal(got, sent) {
		t.Errorf("%d bytes of %d came back: %v", len(got), len(sent), err)
	}
	if up, down, opened := l.Counts(); up != int64(len(sent)) || down != up || opened != 1 {
		t.Errorf("%d up, %d down, %d connections", up, down, opened)
	}
}

func TestALineThatBreaksTellsBothSides(t *testing.T) {
	l, err := Open(echo(t), Shape{})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	c, err := net.Dial("tcp", l.Address())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := c.Write([]byte("hello")); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(c, make([]byte, 5)); err != nil {
		t.Fatal(err)
	}
	l.Break()
	if _, err := io.ReadAll(c); err == nil {
		t.Log("the connection ended")
	}
}

// What a packet costs is computed, not waited for.
func TestHowLateAPacketIs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		shape := Thin
		l := &Line{shape: shape, began: time.Now()}
		l.up.chance = source()
		now := time.Now()
		first := l.arrival(&l.up, 1198, now.Add(800*time.Millisecond)).Sub(now)
		if want := 800*time.Millisecond + 200*time.Millisecond + 400*time.Millisecond; first != want {
			t.Errorf("the first packet of a connection arrives after %v, not %v", first, want)
		}
		second := l.arrival(&l.up, 1198, now).Sub(now)
		if want := first + 200*time.Millisecond; second != want {
			t.Errorf("the next one after %v, not %v", second, want)
		}
		l.shape.Up, l.shape.Down = 1100*time.Millisecond, 10*time.Second
		if third := l.arrival(&l.up, 1198, now).Sub(now); third != 11100*time.Millisecond+200*time.Millisecond+400*time.Millisecond {
			t.Errorf("with the line away, %v", third)
		}
		l.shape.Loss = 0.5
		lost := 0
		for range 100 {
			before := l.up.free
			if l.arrival(&l.up, 1198, now); l.up.free.Sub(before) >= time.Second {
				lost++
			}
		}
		if lost < 20 {
			t.Errorf("of a hundred packets half are lost, and %d were late", lost)
		}
	})
}

func source() *rand.Rand { return rand.New(rand.NewPCG(1, 1)) }
