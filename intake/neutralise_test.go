package intake

import "testing"

func TestNeutraliseOnlyWhereASpreadsheetWouldCompute(t *testing.T) {
	for in, want := range map[string]string{
		"=1+1": "'=1+1", "+cmd|' /C calc'!A0": "'+cmd|' /C calc'!A0", "-2+3": "'-2+3", "@SUM(1)": "'@SUM(1)", "\t=1": "'\t=1", "\r=1": "'\r=1", "＝1+1": "'＝1+1",
		" =1+1": "' =1+1", "\u200b=1": "'\u200b=1", "+12025550117": "'+12025550117", "+1-202-555": "'+1-202-555", "-1-2": "'-1-2",
		// A program of a country that parts cells otherwise takes what stands behind such a sign for a cell of its own.
		"Rossi;=1+1": "Rossi;'=1+1", "Rossi,=1+1": "Rossi,'=1+1", "a\"\n=1+1": "a\"\n'=1+1", "=1;=2": "'=1;'=2", "a; =1": "a;' =1", "a;'=1": "a;''=1", "\n=1": "'\n'=1",
		"055 1; +39 333": "055 1;' +39 333", "Livorno, -Gus; O'Neil": "Livorno, -Gus; O'Neil", "a;'84": "a;'84",
		"-Gus": "-Gus", "O'Neil": "O'Neil", "-37.9": "-37.9", "-": "-", "--": "--", "": "", "Ann": "Ann", "'84": "'84", "a=b": "a=b", "'=1": "''=1", "-Jean-Paul d'Or": "-Jean-Paul d'Or",
	} {
		if got := Neutralise(in); got != want {
			t.Errorf("%q: %q, should be %q", in, got, want)
		}
		if back := Plain(Neutralise(in)); back != in {
			t.Errorf("%q came back as %q", in, back)
		}
	}
}

func TestCleanTakesOnlyWhatNobodySees(t *testing.T) {
	for in, want := range map[string]string{
		" \u00a0Ann\u00a0 ": "Ann", "Nun\u0303ez": "Nu\u00f1ez", "Enzo  Gabriel": "Enzo  Gabriel", "a\r\nb": "a\nb", "Mar\x00tin": "Martin", "\u202enosraL": "nosraL",
		"می\u200cخواهم": "می\u200cخواهم", "A\u200dmy": "Amy", "क्\u200dष": "क्\u200dष", "e\U000E0041": "e",
	} {
		if got, _ := clean(in); got != want {
			t.Errorf("%q: %q, should be %q", in, got, want)
		}
	}
}

func TestVisibleLeavesNothingThatAScreenWouldNotShow(t *testing.T) {
	if got := Visible("Ada\x1b[31m\x00 \u202enosraL\tx\r\n"); got != "Ada[31m nosraL x\n" {
		t.Errorf("%q", got)
	}
}

// TestPlainUndoesNeutralise tries every short text of the signs that matter.
func TestPlainUndoesNeutralise(t *testing.T) {
	texts := []string{""}
	for range 5 {
		var longer []string
		for _, text := range texts {
			for _, sign := range "'=-;,\n 1" {
				longer = append(longer, text+string(sign))
			}
		}
		for texts = longer; len(longer) > 0; longer = longer[1:] {
			if in := longer[0]; Plain(Neutralise(in)) != in {
				t.Fatalf("%q came back as %q", in, Plain(Neutralise(in)))
			}
		}
	}
}
