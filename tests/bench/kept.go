package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"willing/casebook"
	"willing/desk"
	"willing/journal"
)

// kept is what a later run must know of a house that was kept: who its administrator is, and how many people
// were imported. A house of a million takes an hour to make and is measured in a run of its own, alone on the
// machine.
type kept struct {
	Admin  casebook.ID `json:"admin"`
	People int         `json:"people"`
}

func (b *bench) note() error {
	raw, err := json.Marshal(kept{b.admin.Who, b.people})
	if err != nil {
		return err
	}
	next := b.dir + "/kept.json.new"
	if err := os.WriteFile(next, raw, 0o600); err != nil {
		return err
	}
	return os.Rename(next, b.dir+"/kept.json")
}

// again opens a house that was kept.
func (b *bench) again(ctx context.Context) error {
	raw, err := os.ReadFile(b.dir + "/kept.json")
	if err != nil {
		return err
	}
	var k kept
	if err := json.Unmarshal(raw, &k); err != nil {
		return fmt.Errorf("%s/kept.json: %w", b.dir, err)
	}
	key, err := journal.ReadKey(b.dir + "/admin.key")
	if err != nil {
		return err
	}
	b.admin, b.people = desk.Acting{Who: k.Admin, Signer: key}, k.People
	return b.open(ctx)
}

// foundOrOpen makes a house in a folder, or opens the one that was kept there.
func (b *bench) foundOrOpen(ctx context.Context) error {
	if _, err := os.Stat(b.dir + "/kept.json"); err == nil {
		return b.again(ctx)
	}
	if err := os.MkdirAll(b.dir, 0o700); err != nil {
		return err
	}
	return b.found(ctx)
}

// buildOnly makes a house with size people and markersHeld refusals, or goes on where an earlier run stopped.
func buildOnly(ctx context.Context, dir string, size int) (err error) {
	if dir == "" {
		return errors.New("-build wants -keep DIR: where the house is to stand")
	}
	b := &bench{dir: dir}
	if err := b.foundOrOpen(ctx); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.node.Close()) }()
	if err := b.refusals(ctx); err != nil {
		return err
	}
	for b.people < size && ctx.Err() == nil {
		began, before := time.Now(), b.people
		if err := b.leads(ctx, min(size, b.people+10_000)); err != nil {
			return err
		}
		fmt.Printf("%s  %9d people, %.0f/s, %.0f MB in memory\n", time.Now().Format(time.TimeOnly), b.people, float64(b.people-before)/time.Since(began).Seconds(), residentMB())
		if err := b.note(); err != nil {
			return err
		}
	}
	return ctx.Err()
}
