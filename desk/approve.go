//go:build !js

package desk

import (
	"context"
	"slices"

	"willing/access"
	"willing/casebook"
)

// Approve puts a waiting text in force. The approver is not its author, and says whether the change
// matters to those who relied on the version before (G04, G16).
func (d *Desk) Approve(ctx context.Context, by Acting, role string, version int, material bool) error {
	return d.act(ctx, by.doing("approve", nil, role, version, material), access.Approve, func(t *turn) error {
		var named []casebook.Ref
		for ref, p := range t.d.house.Waiting() {
			if p.Role == role && p.Version == version {
				named = append(named, ref)
			}
		}
		if len(named) == 0 {
			return fail(NotFound, "no such text waits for approval: see `willing programme approve --list`")
		}
		body := &casebook.Approval{Role: role, Version: version, Material: material}
		slices.SortFunc(named, func(a, b casebook.Ref) int { return slices.Compare(a.Commit[:], b.Commit[:]) })
		if _, err := t.append(entry{refs: named[:1], events: []casebook.Event{{Type: casebook.DisclosureApproved, Body: body}}}); err != nil {
			return err
		}
		if !material {
			return nil
		}
		return t.refreshStages(casebook.StageEffective, casebook.StageProvisional, casebook.StageTold, casebook.StageUnderstood, casebook.StageOffered)
	})
}
