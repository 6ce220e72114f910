package cli

import (
	"fmt"

	"willing/casebook"
	"willing/desk"
)

type figuresCmd struct{}

// Run prints the counts of all territories together, then of each. Bounds stay bounds (G26).
func (c *figuresCmd) Run(j *job) error {
	by, err := j.acting()
	if err != nil {
		return err
	}
	figures, err := j.desk().Figures(j.ctx, by)
	if err != nil {
		return err
	}
	if figures == nil {
		figures = []desk.Figures{}
	}
	return j.show(figures, func(p *page) {
		p.line("territory\tpeople\tmet\tyes\tno\tstopped\tleft\topen\tneeds a look")
		for _, f := range figures {
			name := f.Territory
			if name == "" {
				name = "all"
			}
			p.line("%s\t%d\t%d\t%s\t%d\t%d\t%d\t%d\t%d", name, f.People, f.Approached, bound(f.Yes), f.No, f.Stopped, f.Left, f.Open, f.Irregular+f.Pending)
		}
		if len(figures) > 0 && figures[0].Territory == "" {
			p.line("")
			for _, s := range stagesInOrder {
				if n := figures[0].Stages[s]; n > 0 {
					p.line("%s\t%d", stageWords[s], n)
				}
			}
		}
	})
}

func bound(b casebook.Bound) string {
	if b.Low == b.High {
		return fmt.Sprint(b.Low)
	}
	return fmt.Sprintf("%d to %d", b.Low, b.High)
}
