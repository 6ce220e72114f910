package node_test

import (
	"slices"
	"testing"

	"willing/casebook"
	"willing/desk"
	"willing/node/nodetest"
)

// TestANameInAnotherAlphabetIsFound: in Latin letters, as people spell them, in its own and the other way round; and whoever is met
// in several ways stands on the pages of a search once.
func TestANameInAnotherAlphabetIsFound(t *testing.T) {
	h := nodetest.New(t)
	for _, full := range []string{"Татьяна Ершова", "ΜΑΝΩΛΆΣ ΔΗΜΉΤΡΗΣ", "غانم عائشة", "نور الفاسي", "Любомила Савицька", "Maria Sharapova", "Мария Белова", "Maria Rossi"} {
		h.Sighted(casebook.Particulars{Full: full})
	}
	h.Sighted(casebook.Particulars{Full: "Мария Чехова", Latin: "Maria Tchekhova"})
	page := func(q desk.Query) desk.Page {
		t.Helper()
		found, err := h.Desk().List(t.Context(), h.As("cora"), q)
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	for typed, want := range map[string]string{
		"ershova": "Татьяна Ершова", "tatiana ershova": "Татьяна Ершова", "Ershova Tatyana": "Татьяна Ершова", "ЕРШОВА": "Татьяна Ершова", "ersh": "Татьяна Ершова",
		"manolas": "ΜΑΝΩΛΆΣ ΔΗΜΉΤΡΗΣ", "Dimitris Manolas": "ΜΑΝΩΛΆΣ ΔΗΜΉΤΡΗΣ", "ghanim": "غانم عائشة", "aisha ghanem": "غانم عائشة", "alfasi": "نور الفاسي", "fassi": "نور الفاسي",
		"savytska": "Любомила Савицька", "Шарапова": "Maria Sharapova", "rossi": "Maria Rossi",
	} {
		if rows := page(desk.Query{Text: typed}).Rows; len(rows) != 1 || rows[0].Name != want {
			t.Errorf("%q finds %+v, want %s", typed, rows, want)
		}
	}
	if rows := page(desk.Query{Text: "maria", Territory: "ES"}).Rows; len(rows) != 0 {
		t.Errorf("in another territory stand %+v", rows)
	}
	for _, typed := range []string{"maria", "мария"} {
		var names []string
		for q := (desk.Query{Text: typed, Limit: 1}); len(names) < 9; {
			found := page(q)
			for _, row := range found.Rows {
				names = append(names, row.Name)
			}
			if q.After = found.Next; q.After == nil {
				break
			}
		}
		slices.Sort(names)
		if want := []string{"Maria Rossi", "Maria Sharapova", "Мария Белова", "Мария Чехова"}; !slices.Equal(names, want) {
			t.Errorf("page by page %q finds %q, want %q", typed, names, want)
		}
	}
}
