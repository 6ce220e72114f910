// Package cli is the command line of Willing: one command, one file.
//
// A command reads its flags, calls one use case of package desk and prints what came of it, as text for
// people or, with --json, as one JSON value. It decides nothing by itself: rights are package access's,
// rules package casebook's, and the exit code comes from the kind of the error (exit.go).
//
// One process owns a data folder. Where `willing serve` runs, every other command hands its own command
// line to it through the socket in the folder and shows what comes back; otherwise it opens the folder
// itself (house.go).
//
// The package sees desk, intake, programme and node. It must not know SQL, HTML or how commits are
// signed, and reads neither the wall clock nor the random source by itself: [Stdio] brings them.
package cli
