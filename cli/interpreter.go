package cli

import "willing/casebook"

// interpreting are the flags about whoever interprets (G29).
type interpreting struct {
	Interpreter    string `placeholder:"NAME" help:"Who interprets."`
	InterpreterFit bool   `help:"The interpreter is an adult, unrelated to the person, and not recruiting."`
}

func (i interpreting) read() *casebook.Interpreter {
	if i.Interpreter == "" {
		return nil
	}
	return &casebook.Interpreter{Name: i.Interpreter, Adult: i.InterpreterFit, Unrelated: i.InterpreterFit, Recruiting: !i.InterpreterFit}
}
