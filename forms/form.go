package forms

// Unnamed is the language of a label column that names none ("label"), unless the settings give a
// default_language.
const Unnamed = "default"

// Type is what kind of answer a question takes.
type Type string

// The types that are understood. An answer is always text; the comment says which.
const (
	Text      Type = "text"       // anything
	Integer   Type = "integer"    // a whole number of at most 32 bits: "-3", "70"
	Decimal   Type = "decimal"    // digits with a full stop: "1.75"
	Date      Type = "date"       // year-month-day: "2026-11-22"
	SelectOne Type = "select_one" // the name of one of the question's choices
	Note      Type = "note"       // shown, takes no answer
)

// Form is one instrument.
type Form struct {
	ID        string     // settings: form_id; empty when the workbook gives none
	Title     string     // settings: form_title; empty when the workbook gives none
	Version   string     // settings: version; empty when the workbook gives none
	Languages []string   // in the order of the columns: "en" for "label::English (en)", "English" for "label::English"
	Questions []Question // in the order in which they are asked
}

// Question is one row of the survey.
type Question struct {
	Name     string // unique in its form: letters, digits, '_', '-', '.'
	Type     Type
	Required bool
	Label    map[string]string // by language, complete
	Hint     map[string]string // by language; nil when there is none, else complete
	Choices  []Choice          // of SelectOne, in order; else nil
}

// Choice is one answer that a SelectOne question offers.
type Choice struct {
	Name  string            // what is stored
	Label map[string]string // by language, complete
}

// Question returns the question with this name.
func (f *Form) Question(name string) (Question, bool) {
	for _, q := range f.Questions {
		if q.Name == name {
			return q, true
		}
	}
	return Question{}, false
}
