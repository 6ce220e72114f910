package cli

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"willing/desk"
	"willing/node"
)

// globals are the flags that every command takes.
type globals struct {
	Dir         string   `placeholder:"DIR" help:"The data folder (or WILLING_DIR)."`
	As          string   `placeholder:"NAME" help:"Who acts."`
	Keyfile     string   `placeholder:"FILE" help:"The acting person's own key."`
	With        []string `placeholder:"NAME" sep:"none" help:"The other half of the pair, or a second signature. Repeat for more."`
	WithKeyfile []string `placeholder:"FILE" sep:"none" help:"That person's own key, in the same order."`
	Passphrase  string   `name:"passphrase-file" placeholder:"FILE" help:"The file that holds the passphrase of a laptop's data."`
	JSON        bool     `name:"json" help:"Print one JSON value."`
}

// command is what each file of this package adds.
type command interface{ Run(j *job) error }

// alone is a command that needs no open house, or opens it by itself.
type alone interface{ alone() bool }

// makesKey is a command whose --keyfile is no key of somebody's, but a file that it writes.
type makesKey interface{ keyHelp() string }

// Run runs one command line and returns its exit code. It never exits the process, and uses nothing of
// the outside world but std and the files that the command names.
func Run(ctx context.Context, args []string, std Stdio) (exitCode int) {
	return run(ctx, args, std.complete(), nil)
}

// run runs a command on an open house, or on whatever house the flags name if open is nil.
func run(ctx context.Context, args []string, std Stdio, open *node.Node) (exitCode int) {
	if len(args) == 0 {
		args = []string{"--help"}
	}
	if args[0] == "help" { // as people type it, too
		args = append(slices.Clone(args[1:]), "--help")
	}
	asJSON := slices.Contains(args, "--json")
	defer func() {
		switch caught := recover().(type) {
		case nil:
		case exited:
			exitCode = int(caught)
		default:
			exitCode = report(std, asJSON, errors.New("a fault in the program"))
		}
	}()
	chosen, all, err := parse(args, std)
	if err != nil {
		return report(std, asJSON, err)
	}
	j := &job{ctx: ctx, std: std, args: args, globals: all.Globals, node: open}
	err = j.run(chosen)
	if err != nil && ctx.Err() != nil && desk.KindOf(err) == desk.Unexpected {
		err = errStopped
	}
	return report(std, all.Globals.JSON, err)
}

// exited carries the exit code of kong's own --help out of the parser.
type exited int

func parse(args []string, std Stdio) (command, *commands, error) {
	all := &commands{}
	parser, err := kong.New(all,
		kong.Name("willing"),
		kong.Description("Find people, tell them the whole truth, let them choose, look after them."),
		kong.Writers(std.Out, std.Err),
		kong.Exit(func(code int) { panic(exited(code)) }),
		kong.Help(helpWithCodes),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true}),
	)
	if err != nil {
		return nil, nil, err
	}
	ctx, err := parser.Parse(args)
	if err != nil {
		return nil, nil, misread(err)
	}
	chosen, ok := ctx.Selected().Target.Addr().Interface().(command)
	if !ok {
		return nil, nil, errors.New("a command without Run")
	}
	return chosen, all, nil
}

// misread says what is wrong with a command line, and where its help stands.
func misread(err error) error {
	path := "willing"
	var parsing *kong.ParseError
	if errors.As(err, &parsing) {
		for _, step := range parsing.Context.Path {
			if step.Command != nil {
				path += " " + step.Command.Name
			}
		}
	}
	say := strings.ReplaceAll(err.Error(), `"",`, "")
	if typed, ok := strings.CutPrefix(say, "unexpected argument "); ok && path == "willing" {
		say = "there is no command " + typed
	}
	return &desk.Error{Kind: usage, Say: say + ": see `" + path + " --help`", Cause: err}
}

func helpWithCodes(o kong.HelpOptions, ctx *kong.Context) error {
	if chosen := ctx.Selected(); chosen != nil {
		if makes, ok := chosen.Target.Addr().Interface().(makesKey); ok {
			for _, flag := range ctx.Flags() {
				if flag.Name == "keyfile" {
					flag.Help = makes.keyHelp()
				}
			}
		}
	}
	if err := kong.DefaultHelpPrinter(o, ctx); err != nil {
		return err
	}
	path := ""
	if chosen := ctx.Selected(); chosen != nil {
		path = chosen.Path()
	}
	_, err := io.WriteString(ctx.Stdout, exampleHelp(path)+exitHelp)
	return err
}
