package node_test

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"willing/casebook"
	"willing/desk"
	"willing/recognise"
	"willing/sliver"
)

// docs/exchange-protocol.md says by example of which keys a list is made: other programs know by it whether they look up
// the same.
func TestTheProtocolSaysWhatTheListIsMadeOf(t *testing.T) {
	doc, err := os.ReadFile("../docs/exchange-protocol.md")
	must(t, err)
	keys := desk.IndexKeys(new(recognise.Matcher).Keys(casebook.Particulars{Phones: []string{"+393331234000"}, Emails: []string{"Lia+trip@Example.org"}}))
	var says []string
	for _, key := range keys {
		says = append(says, fmt.Sprintf("`%x` and `%06x`", key, sliver.Of(bytes.Repeat([]byte{7}, sliver.SecretSize), key)))
	}
	if len(says) != 2 {
		t.Fatalf("%d keys", len(says))
	}
	for _, s := range says {
		if !strings.Contains(string(doc), s) {
			t.Errorf("the document does not say %s", s)
		}
	}
}
