package node_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"willing/desk"
	"willing/exchange"
	"willing/exchange/meet"
	"willing/node"
	"willing/node/nodetest"
)

// TestAJoiningThatFailsSaysWhatIsWrong as an exchange does, and a device reads the sentence.
func TestAJoiningThatFailsSaysWhatIsWrong(t *testing.T) {
	h := nodetest.New(t)
	url := listens(t, h.Node.ExchangeHandler())
	for sent, status := range map[string]int{"no JSON": http.StatusBadRequest, `{"version":1}`: http.StatusForbidden, `{"version":2,"proof":"AAAA"}`: http.StatusForbidden} {
		answer, err := http.Post(url+node.JoinPath, "application/json", strings.NewReader(sent))
		must(t, err)
		var said struct {
			Title, Detail string
			Status        int
		}
		err = errors.Join(json.NewDecoder(answer.Body).Decode(&said), answer.Body.Close())
		if err != nil || answer.StatusCode != status || answer.Header.Get("Content-Type") != "application/problem+json" || said.Status != status || said.Title == "" || said.Detail == "" {
			t.Errorf("%s: %d %+v, %v", sent, answer.StatusCode, said, err)
		}
	}
	_, err := meet.Join(t.Context(), "abcd", drawn(t, 7), meet.Laptop, node.Post(&http.Client{}, url, node.JoinPath))
	if desk.KindOf(err) != desk.NotAllowed || !strings.Contains(err.Error(), "this code does not serve") {
		t.Errorf("a device reads: %v", err)
	}
}

// TestAnExchangeThatFailsSaysWhatIsWrong: whoever sent no message, a changed one or half of one reads which, and nothing of
// what was sent.
func TestAnExchangeThatFailsSaysWhatIsWrong(t *testing.T) {
	h := nodetest.New(t)
	for sent, says := range map[string]string{
		"":                                 "the message was cut",
		"\x05ab":                           "the message was cut",
		"\x0bMaria Rossi":                  "",
		strings.Repeat("Maria Rossi ", 50): "",
	} {
		w := httptest.NewRecorder()
		h.Node.ExchangeHandler().ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/exchange", strings.NewReader(sent)))
		var said struct {
			Title, Detail string
			Status        int
		}
		if err := json.Unmarshal(w.Body.Bytes(), &said); err != nil {
			t.Fatalf("%q: %d %s", sent, w.Code, w.Body)
		}
		if w.Code != http.StatusBadRequest || w.Header().Get("Content-Type") != "application/problem+json" || said.Status != 400 || !strings.Contains(said.Detail, says) || !strings.Contains(said.Detail, "what came before it stays") || strings.Contains(said.Detail, "Maria") {
			t.Errorf("%q: %d %s %+v", sent, w.Code, w.Header().Get("Content-Type"), said)
		}
	}
}

// TestAFaultNamesOneThing: what other errors say (an address of the line) is not repeated.
func TestAFaultNamesOneThing(t *testing.T) {
	line := errors.New("read tcp 192.0.2.1:443")
	for err, want := range map[error]string{
		errors.Join(exchange.ErrCut, line): "the message was cut",
		io.ErrUnexpectedEOF:                "the message was cut",
		line:                               "",
		errors.Join(line, fmt.Errorf("%w: a frame cannot be read", exchange.ErrMessage), line): "not a message of the exchange: a frame cannot be read",
	} {
		if got := exchange.Fault(err); got != want {
			t.Errorf("%v: %q", err, got)
		}
	}
}
