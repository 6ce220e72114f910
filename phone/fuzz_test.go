package phone

import (
	"bytes"
	"net/http"
	"testing"
	"time"

	"willing/exchange"
	"willing/store/paged"
)

// Whatever the record says that anybody may change who has the phone: it is refused in words, or a passphrase can be
// tried by it.
func FuzzAbout(f *testing.F) {
	for _, seed := range []string{
		`{"format":1,"locks":[{"kind":"passphrase","salt":"AAAAAAAAAAAAAAAAAAAAAA==","time":2,"memory":19456,"wrapped":"AAAA"}]}`,
		`{"format":2}`, `{"locks":[{"kind":"passphrase"}]}`, `{"locks":[{"kind":"passphrase","time":1,"memory":4294967295}]}`, `{"locks":[{"kind":"passkey"}]}`, "null", "{",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		a, err := readAbout(&drawnDisk{records: map[string][]byte{aboutName: raw}})
		if err != nil {
			if err.Error() != errDamaged.Error() && err.Error() != errNewer.Error() {
				t.Errorf("not said for people: %v", err)
			}
			return
		}
		if l, ok := a.lock(passphrase); ok {
			l.Time, l.Memory = min(l.Time, 1), min(l.Memory, 1<<10) // as much as it may cost is too slow to try often
			if len(l.fromPassphrase("four plain old words")) != secretSize {
				t.Error("no key came of it")
			}
		}
	})
}

// Whatever the sealed records beside the journal say: a phone refuses them, or opens and keeps what comes next.
func FuzzDrawer(f *testing.F) {
	for _, seed := range []string{"null", "{}", "[]", `{"willing":{"value":"x","until":"2026-11-22T10:00:00Z"}}`, `{"salt":"AAAA","wrong":-1}`, `[{"kind":"revoked"}]`, "7", `{"home":null}`, ""} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		d := drawer{&drawnDisk{records: map[string][]byte{}}, sealerOf(bytes.Repeat([]byte{1}, 32))}
		for _, name := range []string{jarRecord, screenRecord, partName(0), peersRecord, epochRecord, unlockedRecord} {
			if err := d.put(paged.Record{Name: name, Data: raw}); err != nil {
				t.Fatal(err)
			}
		}
		now := func() time.Time { return time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC) }
		if j, err := openJar(d, now); err == nil {
			j.has("willing")
			if err := j.take([]*http.Cookie{{Name: "willing", Value: "y"}}); err != nil || !j.has("willing") {
				t.Errorf("no cookie is kept any more: %v", err)
			}
		}
		_, _ = openScreen(d)
		_, _ = openLedger(d)
		k := keeper{d}
		peers := k.Peers()
		peers["new"] = exchange.Peer{}
		if err := k.KeepPeers(peers); err != nil {
			t.Error(err)
		}
		_ = k.Epoch()
	})
}
