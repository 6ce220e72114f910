package cli

import "errors"

type meetCmd struct {
	Listen string `placeholder:"ADDRESS" default:":0" help:"Where this laptop waits: HOST:PORT of its network (all addresses, a free port)."`
}

// Run lets this laptop wait for another of the house, until it is stopped or an hour is over.
func (c *meetCmd) Run(j *job) error {
	m, err := j.node.Wait(c.Listen)
	if err != nil {
		return err
	}
	err = j.show(m, func(p *page) {
		p.line("code: %s", grouped(m.Code))
		p.line("This laptop waits for an hour; stop it with Ctrl-C. On the other one type:")
		for _, at := range m.Addresses {
			p.line("willing sync --meet %s --code %s", at, m.Code)
		}
		if len(m.Addresses) > 1 {
			p.line("(one of them; both laptops must be in that network)")
		}
	})
	if err != nil {
		return errors.Join(err, m.Close())
	}
	return m.Serve(j.ctx)
}
