package phone

import (
	"net/http"
	"sync"
	"time"
)

// jar keeps the cookies of the application's pages: which language, in whose hands the phone is. A worker cannot
// set a browser's cookies, so it plays the browser's part; the jar is sealed like everything.
type jar struct {
	drawer drawer
	now    func() time.Time

	mu   sync.Mutex
	kept map[string]crumb
}

type crumb struct {
	Value string    `json:"value"`
	Until time.Time `json:"until,omitzero"` // zero: for good
}

func openJar(d drawer, now func() time.Time) (*jar, error) {
	j := &jar{drawer: d, now: now}
	err := d.read(jarRecord, &j.kept)
	if j.kept == nil {
		j.kept = map[string]crumb{}
	}
	return j, err
}

// serve lets pages answer a request as if the browser sent and took their cookies, and tells how they did.
func (j *jar) serve(pages http.Handler, w http.ResponseWriter, r *http.Request) (status int) {
	j.mu.Lock()
	for name := range j.kept {
		if value := j.value(name); value != "" {
			r.AddCookie(&http.Cookie{Name: name, Value: value})
		}
	}
	j.mu.Unlock()
	t := &taking{ResponseWriter: w, jar: j}
	pages.ServeHTTP(t, r)
	return t.status
}

// value is what a cookie says, if it is not over. The caller holds the jar.
func (j *jar) value(name string) string {
	c, ok := j.kept[name]
	if !ok || !c.Until.IsZero() && j.now().After(c.Until) {
		return ""
	}
	return c.Value
}

func (j *jar) has(name string) bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.value(name) != ""
}

// take keeps what an answer sets.
func (j *jar) take(set []*http.Cookie) error {
	if len(set) == 0 {
		return nil
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, c := range set {
		switch {
		case c.MaxAge < 0 || c.Value == "":
			delete(j.kept, c.Name)
		case c.MaxAge > 0:
			j.kept[c.Name] = crumb{c.Value, j.now().Add(time.Duration(c.MaxAge) * time.Second)}
		default:
			j.kept[c.Name] = crumb{Value: c.Value}
		}
	}
	return j.drawer.write(jarRecord, j.kept)
}

// taking takes the cookies out of an answer before its head is written. An answer whose cookie could not be kept
// would be a lie, so it fails.
type taking struct {
	http.ResponseWriter
	jar    *jar
	status int // 0: it has not been said yet
	lost   bool
}

func (t *taking) WriteHeader(status int) {
	if t.status != 0 {
		return
	}
	t.status = status
	set := (&http.Response{Header: t.Header()}).Cookies()
	t.Header().Del("Set-Cookie")
	if t.jar.take(set) != nil {
		t.lost, t.status = true, http.StatusInternalServerError
		t.Header().Del("Content-Length")
		http.Error(t.ResponseWriter, "The phone could not keep this: its store is full or broken. Nothing that was saved is lost; try again.", http.StatusInternalServerError)
		return
	}
	t.ResponseWriter.WriteHeader(status)
}

func (t *taking) Write(b []byte) (int, error) {
	t.WriteHeader(http.StatusOK)
	if t.lost {
		return len(b), nil
	}
	return t.ResponseWriter.Write(b)
}
