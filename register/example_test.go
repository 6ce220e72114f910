package register_test

import (
	"fmt"
	"os"
	"path/filepath"

	"willing/register"
)

// A house notes a refusal and, later, an erasure. A backup that was made between the two can tell that
// the register knows more than it does.
func Example() {
	dir, err := os.MkdirTemp("", "register")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	r, err := register.Open(filepath.Join(dir, "register.jsonl"), filepath.Join(dir, "copy.jsonl"))
	if err != nil {
		panic(err)
	}
	if err := r.Append(register.Entry{Kind: "refusal", ID: "a", At: 1}); err != nil {
		panic(err)
	}
	noted := r.Head()
	if err := r.Append(register.Entry{Kind: "erased", ID: "b", At: 2}); err != nil {
		panic(err)
	}
	newer, ok := r.Since(noted)
	fmt.Println(len(newer), newer[0].Kind, ok)
	// Output: 1 erased true
}
