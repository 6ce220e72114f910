package desk

import (
	"slices"

	"willing/casebook"
	"willing/journal"
)

// regroup finds out anew which records belong together, after a judgement joined or parted some.
func (t *turn) regroup(records []casebook.ID) ([][]casebook.ID, error) {
	all := slices.Clone(records)
	edges := map[casebook.ID][]casebook.ID{}
	for i := 0; i < len(all); i++ {
		commits, err := t.d.recordCommits(t.w, all[i])
		if err != nil {
			return nil, err
		}
		for _, other := range t.d.sameAs(commits) {
			edges[all[i]] = append(edges[all[i]], other)
			edges[other] = append(edges[other], all[i])
			known, err := cluster(t.w, other)
			if err != nil {
				return nil, err
			}
			for _, id := range append(known, other) {
				if !slices.Contains(all, id) {
					all = append(all, id)
				}
			}
		}
	}
	var groups [][]casebook.ID
	done := map[casebook.ID]bool{}
	for _, id := range all {
		if done[id] {
			continue
		}
		group := component(id, edges, done)
		groups = append(groups, group)
		if err := t.putLinks(group); err != nil {
			return nil, err
		}
	}
	return groups, nil
}

// sameAs is [casebook.SameAs], without a fold where nobody has judged anything.
func (d *Desk) sameAs(commits []*casebook.Commit) []casebook.ID {
	judged := func(e casebook.Event) bool { return e.Type == casebook.MatchJudged }
	if !slices.ContainsFunc(commits, func(c *casebook.Commit) bool { return slices.ContainsFunc(c.Events, judged) }) {
		return nil
	}
	return casebook.SameAs(d.house, commits)
}

func component(id casebook.ID, edges map[casebook.ID][]casebook.ID, done map[casebook.ID]bool) []casebook.ID {
	group := []casebook.ID{id}
	done[id] = true
	for i := 0; i < len(group); i++ {
		for _, other := range edges[group[i]] {
			if !done[other] {
				done[other] = true
				group = append(group, other)
			}
		}
	}
	slices.SortFunc(group, func(a, b casebook.ID) int { return slices.Compare(a[:], b[:]) })
	return group
}

// putLinks notes who belongs together. Most people stand alone, and nothing is written of them.
func (t *turn) putLinks(group []casebook.ID) error {
	raw, err := journal.Marshal(group)
	if err != nil {
		return err
	}
	for _, id := range group {
		had, err := t.w.Get(bucketLinks, id[:])
		switch {
		case err != nil:
		case len(group) > 1:
			err = t.w.Put(bucketLinks, id[:], raw)
		case had != nil:
			err = t.w.Delete(bucketLinks, id[:])
		}
		if err != nil {
			return err
		}
	}
	return nil
}
