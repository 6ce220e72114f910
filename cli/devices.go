package cli

type devicesCmd struct{}

// Run lists the devices of the house with what each still lacks.
func (devicesCmd) Run(j *job) error {
	by, err := j.acting()
	if err != nil {
		return err
	}
	all, err := j.node.Devices(j.ctx, by)
	if err != nil {
		return err
	}
	return j.show(all, func(p *page) {
		for _, d := range all {
			state := "never here"
			if !d.Met.IsZero() {
				state = "here " + when(d.Met) + " UTC"
			}
			if d.Revoked {
				state = "turned away"
			}
			p.line("%.8s  %s  lacks %d  wrote %d  not purged %d  set aside %d", d.Device, state, d.Lacks, d.Wrote, d.Purges, d.Aside)
			if d.Epochs > 1 {
				p.line("          it was restored or copied: it wrote in %d epochs", d.Epochs)
			}
			if d.Alarm {
				p.line("          more than 20 refusals in a day since it was turned away: look at them")
			}
		}
	})
}
