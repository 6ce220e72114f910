package forms_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"willing/forms"
)

// fits is a set of answers to the workbook knots without a problem.
var fits = map[string]string{"bowline": "yes", "seconds": "-12", "rope": "1.75", "day": "2024-02-29", "remark": "in the rain"}

func TestAnswersAreHeldAgainstTheForm(t *testing.T) {
	form, faults := forms.Parse(strings.NewReader(knots))
	if faults != nil {
		t.Fatal(faults)
	}
	for _, c := range []struct{ question, answer, want string }{
		{"bowline", "no", "[]"},
		{"bowline", "", "[{bowline an answer is required}]"},
		{"bowline", " \n", "[{bowline an answer is required}]"},
		{"bowline", "maybe", "[{bowline not one of the choices}]"},
		{"bowline", "Yes", "[{bowline not one of the choices}]"},
		{"seconds", " 7 ", "[]"},
		{"seconds", "7.5", "[{seconds not a whole number}]"},
		{"seconds", "3000000000", "[{seconds not a whole number}]"},
		{"rope", "", "[]"},
		{"rope", "1,75", "[{rope not a number}]"},
		{"rope", "NaN", "[{rope not a number}]"},
		{"rope", "0x10", "[{rope not a number}]"},
		{"day", "2023-02-29", "[{day not a date}]"},
		{"day", "29.02.2024", "[{day not a date}]"},
		{"welcome", "hello", "[{welcome the form does not ask this}]"},
		{"weight", "70", "[{weight the form does not ask this}]"},
	} {
		answers := maps.Clone(fits)
		answers[c.question] = c.answer
		if got := fmt.Sprint(form.Check(answers)); got != c.want {
			t.Errorf("%s=%q: %s, want %s", c.question, c.answer, got, c.want)
		}
	}
}

func TestProblemsComeInTheOrderOfTheQuestions(t *testing.T) {
	form, _ := forms.Parse(strings.NewReader(knots))
	got := fmt.Sprint(form.Check(map[string]string{"zeal": "1", "age": "2", "rope": "x"}))
	want := "[{bowline an answer is required} {seconds an answer is required} {rope not a number} " +
		"{age the form does not ask this} {zeal the form does not ask this}]"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
