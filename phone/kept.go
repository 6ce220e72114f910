package phone

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// keepUntil tells the worker how long it may show a page again as it was made, while the program is still starting: see
// phone/app/files/worker.js. The worker forgets all of them as soon as anything is written.
const keepUntil = "Keep-Until"

// marks says of the team's pages how long they stay true if nothing is written. Nothing is kept while the phone is in a
// person's hands; what the device says of itself and of its line changes without a word in the store.
func (in *inside) marks(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet || !strings.HasPrefix(r.URL.Path, "/team") || r.URL.Path == "/team/device" || in.jar.has("turned") {
		return
	}
	w.Header().Set(keepUntil, strconv.FormatInt(in.stands().UnixMilli(), 10))
}

// stands is until when what the pages say holds: the day, the screen's lock, the keys that are unlocked, the grant.
func (in *inside) stands() time.Time {
	now := in.phone.Now()
	y, m, d := now.Date()
	until := time.Date(y, m, d+1, 0, 0, 0, 0, now.Location())
	grant, _, _ := in.desk.Grant(in.meets.Name())
	for _, end := range append(in.guard.ends(), in.screen.locks(), time.Unix(grant.NotAfter, 0)) {
		if end.After(now) && end.Before(until) {
			until = end
		}
	}
	return until
}

// ends is when what is unlocked closes by itself.
func (g *guard) ends() (all []time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, o := range []*opened{g.now.Own, g.now.Pair} {
		if o != nil {
			all = append(all, time.Unix(o.Session.Until, 0))
		}
	}
	return all
}

// locks is when the screen locks if nobody uses it; zero without a PIN.
func (s *screen) locks() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept.Pin == nil {
		return time.Time{}
	}
	return time.Unix(s.kept.Seen, 0).Add(idleTime)
}
