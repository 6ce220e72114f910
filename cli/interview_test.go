package cli

import (
	"encoding/json"
	"maps"
	"testing"
)

// A file of answers is one object of texts, or is refused: null, and an answer that is null, are no answers.
func FuzzAnswers(f *testing.F) {
	for _, seed := range []string{`{"spoken_before":"no","language":"it"}`, "null", `{"language":null}`, `{"a":1}`, `[]`, `{"a":"b"} {}`, `{"a":"\ud800"}`, `{"a":"b","a":"c"}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		answers := map[string]string{}
		if parseAnswers(raw, answers) != nil {
			return
		}
		text, err := json.Marshal(answers)
		again := map[string]string{}
		if err != nil || parseAnswers(text, again) != nil || !maps.Equal(again, answers) {
			t.Fatalf("%v came back as %v, %v", answers, again, err)
		}
	})
}

func TestNoAnswersAreNoObject(t *testing.T) {
	for _, raw := range []string{"null", `{"language":null}`, `{"language":2}`, "", `["it"]`} {
		if parseAnswers([]byte(raw), map[string]string{}) == nil {
			t.Errorf("%s was taken for answers", raw)
		}
	}
}
