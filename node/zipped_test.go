package node

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"testing"

	"willing/desk"
	"willing/examples"
)

func zipped(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for name, text := range files {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestAZippedProgrammeIsReadFromWithinItsFolder(t *testing.T) {
	files := map[string]string{}
	err := fs.WalkDir(examples.Files, "donor-registry", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(examples.Files, path)
		files[path] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	summary, faults, err := (&Node{}).CheckZip(zipped(t, files))
	if err != nil || len(faults) > 0 || summary == "" {
		t.Errorf("%q %v %v", summary, faults, err)
	}
	files["donor-registry/programme.yaml"] = "id: ["
	if _, faults, err := (&Node{}).CheckZip(zipped(t, files)); err != nil || len(faults) == 0 {
		t.Errorf("a broken programme has no faults: %v", err)
	}
}

func TestAZipThatIsNoProgrammeIsRefusedWithARemedy(t *testing.T) {
	huge := bytes.Repeat([]byte("a"), mostZipBytes+1)
	for name, data := range map[string][]byte{
		"no zip":       []byte("PK but not really"),
		"empty":        zipped(t, nil),
		"outside":      zipped(t, map[string]string{"../programme.yaml": "x"}),
		"Windows":      zipped(t, map[string]string{"programme.yaml": "x", `..\..\other.yaml`: "x"}),
		"a drive":      zipped(t, map[string]string{"programme.yaml": "x", "C:other.yaml": "x"}),
		"no programme": zipped(t, map[string]string{"a.txt": "x"}),
		"inflates":     zipped(t, map[string]string{"programme.yaml": string(huge)}),
	} {
		if _, _, err := (&Node{}).CheckZip(data); desk.KindOf(err) != desk.BadInput {
			t.Errorf("%s: %v", name, err)
		}
	}
}
