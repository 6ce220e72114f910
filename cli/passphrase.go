package cli

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"willing/desk"
	"willing/node"
)

// longestPassphrase bounds a file that is named as one, in bytes.
const longestPassphrase = 4 << 10

// options are how this command opens a folder.
func (j *job) options() node.Options {
	return node.Options{Now: j.std.Now, Patient: patience, KeyFile: j.path(j.globals.Keyfile), Passphrase: j.passphrase, Program: Version,
		Say: func(what string) { fmt.Fprintf(j.std.Err, "willing: %s\n", what) }}
}

// passphrase is what opens a device's data: the first line of the file that is named, or what somebody types.
func (j *job) passphrase() (string, error) {
	if file := j.globals.Passphrase; file != "" {
		return passphraseIn(j.path(file))
	}
	if !j.std.Terminal {
		return "", fail(desk.NotAllowed, "this device's data are sealed under a passphrase: give the file that holds it, with --passphrase-file")
	}
	fmt.Fprint(j.std.Err, "Passphrase of this device: ")
	defer fmt.Fprintln(j.std.Err)
	if file, ok := j.std.In.(*os.File); ok {
		raw, err := term.ReadPassword(int(file.Fd()))
		return string(raw), err
	}
	text, err := bufio.NewReader(j.std.In).ReadString('\n')
	if err == io.EOF && text != "" {
		err = nil
	}
	return strings.TrimRight(text, "\r\n"), err
}

func passphraseIn(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", &desk.Error{Kind: desk.BadInput, Say: "--passphrase-file: the file cannot be read", Cause: err}
	}
	defer file.Close()
	raw, err := io.ReadAll(io.LimitReader(file, longestPassphrase))
	if err != nil {
		return "", &desk.Error{Kind: desk.BadInput, Say: "--passphrase-file: the file cannot be read", Cause: err}
	}
	line, _, _ := bytes.Cut(raw, []byte("\n"))
	if line = bytes.TrimRight(line, "\r"); len(line) == 0 {
		return "", fail(desk.BadInput, "--passphrase-file: its first line is empty")
	}
	return string(line), nil
}
