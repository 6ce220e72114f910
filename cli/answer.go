package cli

import (
	"cmp"
	"errors"
	"io"
	"os"
	"time"

	"willing/casebook"
	"willing/desk"
)

type answerCmd struct {
	Answer      string `arg:"" enum:"yes,no,not-now" help:"yes, no or not-now."`
	Person      string `arg:"" help:"An id, or its first six letters."`
	LinkKeyfile string `xor:"how" placeholder:"FILE" help:"The key of the person's own link: their own, signed act."`
	Turned      bool   `xor:"how" help:"Given on the team's phone, turned round; both witnesses sign (--as and --with)."`
	Paper       bool   `xor:"how" help:"Given on paper, signed by the person, typed in later; both witnesses sign."`
	Scan        string `placeholder:"FILE" help:"With --paper: a picture of the signed page (JPEG, PNG or PDF, 4 MB at most)."`
	Receipt     string `xor:"receipt" placeholder:"FILE" help:"Write a receipt with a key of its own."`
	NoReceipt   bool   `xor:"receipt" help:"The person wants none."`
	Covers      string `enum:",role,programme,organisation" default:"" placeholder:"WHAT" help:"What a no covers, by the person's choice: role, programme (if left out) or organisation."`
	Until       string `placeholder:"DATE" help:"Not now: no contact before this day; none at all without."`
	Language    string `placeholder:"CODE" help:"The language of the answer, and of the receipt (as they were told, if left out)."`
}

// answered is what --json prints: how the answer is evidenced, and the receipt, without its key.
type answered struct {
	outcome
	Method  string            `json:"method"`
	Receipt *casebook.Receipt `json:"receipt"`
	File    string            `json:"receipt_file,omitempty"`
}

// Run records the person's answer.
func (c *answerCmd) Run(j *job) error {
	in, by, err := c.read(j)
	if err != nil {
		return err
	}
	id, err := j.desk().Find(j.ctx, by, c.Person)
	if err != nil {
		return err
	}
	out := answered{Method: in.Method}
	scan, err := c.scan(j)
	if err != nil {
		return err
	}
	if out.Receipt, err = c.give(j, by, id, in); err != nil {
		return err
	}
	if scan != nil {
		if err := j.desk().AttachScan(j.ctx, by, id, scan); err != nil {
			return err
		}
	}
	if c.Receipt != "" {
		out.File = j.path(c.Receipt)
	}
	out.outcome = j.outcomeOf(by, id, "the answer is recorded: "+c.Answer)
	return j.show(out, func(p *page) {
		out.outcome.print(p)
		p.line("given: %s", methodWords[in.Method])
		if c.NoReceipt {
			return
		}
		for _, say := range out.Receipt.Says {
			p.line("%s", say)
		}
		if out.File == "" {
			p.line("receipt code: %s", out.Receipt.Code)
		} else {
			p.line("the receipt is written: hand it to the person, and keep no copy")
		}
	})
}

// scan reads the picture of the signed page before anything is recorded, so that a wrong file is said first.
func (c *answerCmd) scan(j *job) ([]byte, error) {
	if c.Scan == "" {
		return nil, nil
	}
	if !c.Paper {
		return nil, fail(usage, "--scan belongs to an answer on --paper")
	}
	file, err := os.Open(j.path(c.Scan))
	if err != nil {
		return nil, fail(desk.BadInput, "--scan: the file cannot be read: check its name")
	}
	content, err := io.ReadAll(io.LimitReader(file, casebook.MostScan+1))
	if err = errors.Join(err, file.Close()); err != nil {
		return nil, fail(desk.BadInput, "--scan: the file cannot be read: check its name")
	}
	_, err = desk.ScanKind(content)
	return content, err
}

var methodWords = map[string]string{
	"own": "by the person, with the key of their own link", "turned": "before the team", "paper": "on paper, typed in later",
	"said": "by word of mouth, written down by one of us",
}

func (c *answerCmd) read(j *job) (in desk.Answering, by desk.Acting, err error) {
	if c.Answer != "no" && c.Covers != "" || c.Answer != "not-now" && c.Until != "" {
		return in, by, fail(usage, "--covers belongs to a no, --until to a not-now")
	}
	in.Answer = casebook.Answer{Answer: c.Answer, Covers: c.Covers, NoWish: c.NoReceipt, Language: c.Language, Method: "said"}
	if in.Until, err = date("--until", c.Until); err != nil {
		return in, by, err
	}
	if isOver(in.Until, j.desk().Now()) {
		return in, by, fail(desk.BadInput, "--until: this day is over: give a later one, or none")
	}
	switch {
	case c.Turned:
		in.Method = "turned"
	case c.Paper:
		in.Method = "paper"
	}
	if c.LinkKeyfile != "" {
		in.Method = "own"
		if in.Link, err = linkKey(j, c.LinkKeyfile); err != nil || j.globals.As == "" {
			return in, by, err
		}
	} else if c.Answer == "yes" && !c.Turned && !c.Paper {
		return in, by, fail(usage, "say how the yes was given: --link-keyfile FILE, --turned or --paper")
	}
	by, err = j.acting()
	return in, by, err
}

// isOver reports whether a date, or the last day that it may mean, lies before today.
func isOver(d casebook.Date, now time.Time) bool {
	if d.IsZero() {
		return false
	}
	end := time.Date(d.Year, time.Month(cmp.Or(d.Month, 12)), d.Day+1, 0, 0, 0, 0, time.UTC)
	if d.Day == 0 {
		end = time.Date(d.Year, time.Month(cmp.Or(d.Month, 12)+1), 1, 0, 0, 0, 0, time.UTC)
	}
	return end.Before(now)
}

// give records the answer, with a receipt if one is wanted.
func (c *answerCmd) give(j *job, by desk.Acting, id casebook.ID, in desk.Answering) (*casebook.Receipt, error) {
	if c.Receipt == "" {
		return j.desk().Answer(j.ctx, by, id, in)
	}
	paper, err := j.beginReceipt(c.Receipt)
	if err != nil {
		return nil, err
	}
	in.Answer.Receipt = paper.key.Public()
	receipt, err := j.desk().Answer(j.ctx, by, id, in)
	if err != nil {
		return nil, errors.Join(err, paper.drop())
	}
	readable := func(w io.Writer, seed string, r *casebook.Receipt) error {
		return j.node.WriteReceipt(w, c.Language, seed, r)
	}
	return receipt, paper.write(readable, id, receipt)
}
