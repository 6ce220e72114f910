package intake

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// bigList writes a list like the offices' with n people, every tenth with two numbers, every seventh without a birth date.
func bigList(t testing.TB, n int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "big.csv")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(file)
	fmt.Fprint(w, "Apellidos;Nombre;F. nacimiento;Teléfono;Correo;Población;Aptitudes;Origen;Fecha contacto;Observaciones\r\n")
	for i := range n {
		born := fmt.Sprintf("%02d/%02d/%d", 1+i%28, 1+i%12, 1965+i%45)
		if i%7 == 0 {
			born = ""
		}
		phone := fmt.Sprintf("6%08d", i)
		if i%10 == 0 {
			phone += fmt.Sprintf(" / +34 7%08d", i)
		}
		fmt.Fprintf(w, "Muñoz %d;Ángel;%s;%s;angel.%d@example.org;A Coruña;patrón de yate;club náutico;%02d/10/2026;visto en el puerto\r\n", i, born, phone, i, 1+i%28)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// peakWhileReading reads the rows and gives how much the heap grew at most, in bytes.
func peakWhileReading(t testing.TB, f *File, every int) (rows int, peak uint64) {
	t.Helper()
	before := heap()
	for _, err := range f.Rows() {
		if err != nil {
			t.Fatal(err)
		}
		if rows++; rows%every == 0 {
			peak = max(peak, heap()-min(before, heap()))
		}
	}
	return rows, peak
}

func TestMemoryDoesNotGrowWithTheFile(t *testing.T) {
	ParsePhones("+34600000000", "ES") // the tables of the numbering plans are loaded once, for good
	const people = 30000
	f, err := Open(bigList(t, people), Options{Today: importDay})
	if err != nil {
		t.Fatal(err)
	}
	rows, peak := peakWhileReading(t, f, people/5)
	t.Logf("the heap grew by %d kB over %d rows", peak>>10, rows)
	if rows != people || peak > 4<<20 {
		t.Errorf("%d rows, the heap grew by %d bytes", rows, peak)
	}
}

// An endless cell is refused without being kept: twenty megabytes in quotation marks.
func TestAnEndlessCellIsNotKept(t *testing.T) {
	path := writeFile(t, "list.csv", "Name,Phone\n\""+strings.Repeat("endless ", 20<<17)+"\",1\nAnn,2\n")
	f, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	rows, peak := peakWhileReading(t, f, 1)
	if rows != 2 || peak > 2<<20 {
		t.Errorf("%d rows, the heap grew by %d bytes", rows, peak)
	}
}

func BenchmarkCSV200000(b *testing.B) {
	path := bigList(b, 200_000)
	size, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(size.Size())
	for b.Loop() {
		f, err := Open(path, Options{Today: importDay})
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for row, err := range f.Rows() {
			if err != nil || row.Person.Family == "" {
				b.Fatal(row.Number, err)
			}
			n++
		}
		if n != 200_000 {
			b.Fatal(n)
		}
	}
	b.ReportMetric(200_000*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkSniff200000(b *testing.B) {
	path := bigList(b, 200_000)
	for b.Loop() {
		if _, err := Open(path, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRejects(b *testing.B) {
	f, err := Open(bigList(b, 1000), Options{})
	if err != nil {
		b.Fatal(err)
	}
	row := Row{Rejected: []Problem{{Code: CodeNothing, Text: "x"}}, Cells: []string{"=1+1", "Ann", "12/03/1988", "+34600000000"}}
	w, err := NewRejects(io.Discard, f)
	for b.Loop() {
		if err == nil {
			err = w.Write(row)
		}
	}
	if err != nil {
		b.Fatal(err)
	}
}
