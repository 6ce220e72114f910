package office_test

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"willing/desk"
	"willing/node/nodetest"
)

// sendsFiles posts a form with files, each by its field, as a browser does.
func sendsFiles(t *testing.T, v *nodetest.Visit, to string, fields, files map[string]string) (code int, at, text string) {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, value := range fields {
		_ = form.WriteField(name, value)
	}
	for name, content := range files {
		part, err := form.CreateFormFile(name, name+".csv")
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(part, content)
	}
	_ = form.Close()
	r := httptest.NewRequest(http.MethodPost, to, &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Accept-Language", v.Lang)
	w := httptest.NewRecorder()
	v.Handler.ServeHTTP(w, r)
	return w.Code, w.Header().Get("Location"), w.Body.String()
}

// TestAListOfTownsSaysWhereARowBelongs: chosen beside the list or on its page, it is there in the look and as the rows come in, also
// after a restart. How the list is to be read stands in no address.
func TestAListOfTownsSaysWhereARowBelongs(t *testing.T) {
	const people, towns = "Given;Family;Phone;Town\nOtto;Bruno;+393331110013;Pisa\n", "name,country,lat,lon\nPisa,IT,43.7,10.4\n"
	leads := map[string]string{"kind": "leads"}
	nowhere, placed := "In no territory of the programme", "Their town stands in the list of towns"
	h := nodetest.New(t)
	cora := h.Visits("cora", desks(t, h))
	_, alone, _ := sendsFiles(t, cora, "/import", leads, map[string]string{"file": people})
	if page := cora.Gets(alone); !page.Has(nowhere) || page.Has(placed) {
		t.Errorf("without towns: %d\n%s", page.Code, page.Body)
	}
	code, at, _ := sendsFiles(t, cora, alone+"/look", map[string]string{"order": "dmy", "source": "Partner of Pisa"}, map[string]string{"towns": towns})
	if code != http.StatusSeeOther || at != alone {
		t.Errorf("looked at again: %d %s", code, at)
	}
	if page := cora.Gets(alone); page.Has(nowhere) || !page.Has(placed) || !page.Has(`value="Partner of Pisa"`) {
		t.Errorf("with towns: %d\n%s", page.Code, page.Body)
	}
	if code, _, text := sendsFiles(t, cora, alone+"/look", map[string]string{"order": "dmy"}, map[string]string{"towns": "town;land\n"}); code != http.StatusUnprocessableEntity || !strings.Contains(text, "This is no list of towns") {
		t.Errorf("what is no list of towns: %d\n%s", code, text)
	}
	h.Reopen()
	cora = h.Visits("cora", desks(t, h))
	if page := cora.Gets(alone); !page.Has(placed) {
		t.Error("after a restart the towns are gone")
	}
	sendsFiles(t, cora, alone+"/look", map[string]string{"order": "dmy", "no-towns": "yes"}, nil)
	if page := cora.Gets(alone); !page.Has(nowhere) {
		t.Error("the towns do not go")
	}

	if code, _, text := sendsFiles(t, cora, "/import", leads, map[string]string{"file": people, "towns": "town;land\n"}); code != http.StatusUnprocessableEntity || !strings.Contains(text, "This is no list of towns") {
		t.Errorf("what is no list of towns: %d\n%s", code, text)
	}
	_, with, _ := sendsFiles(t, cora, "/import", leads, map[string]string{"file": people, "towns": towns})
	if code, _, text := sendsFiles(t, cora, with, map[string]string{"order": "dmy"}, nil); code != http.StatusSeeOther {
		t.Fatalf("not taken in: %d\n%s", code, text)
	}
	for tries := 0; cora.Gets(with).Has("It is coming in"); tries++ {
		if tries > 100_000 {
			t.Fatal("it never ends")
		}
	}
	found, err := h.Desk().List(t.Context(), h.As("cora"), desk.Query{Territory: "IT"})
	if err != nil || len(found.Rows) != 1 {
		t.Errorf("%d people stand in Italy (%v)", len(found.Rows), err)
	}
}

// TestThePageOfALongListNamesAFaultFarDown: somebody whose file has five thousand rows reads before they take it in which of them cannot
// be read, and that all rows were looked at.
func TestThePageOfALongListNamesAFaultFarDown(t *testing.T) {
	h := nodetest.New(t)
	cora := h.Visits("cora", desks(t, h))
	rows := []string{"Given;Family;Phone\n"}
	for i := range 4999 {
		rows = append(rows, fmt.Sprintf("A%d;Bianchi;+3933311%05d\n", i, i))
	}
	rows[3999] = ";;31 of February\n" // row 4000
	_, at, _ := sendsFiles(t, cora, "/import", map[string]string{"kind": "leads"}, map[string]string{"file": strings.Join(rows, "")})
	page := cora.Gets(at)
	for _, says := range []string{"all rows", "One row cannot be read and will not come in", "Row 4000", "Of 4,998 people"} {
		if !page.Has(says) {
			t.Errorf("the page does not say %q:\n%.4000s", says, page.Body)
		}
	}
}
