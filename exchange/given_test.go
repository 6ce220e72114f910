package exchange

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"willing/casebook"
	"willing/journal"
	"willing/sliver"
)

// What is given to whom, and what is taken from whom: each line of the protocol's tables that a modified device would like to be otherwise.

// answered is the head of an answer to a request, and the commits in it.
func answered(t *testing.T, hq *node, request []byte) (h Head, commits []journal.Commit) {
	t.Helper()
	answer, err := hq.answers(request)
	if err != nil {
		t.Fatal(err)
	}
	opening, _ := NewOpening(chance("ask"), [16]byte{1})
	err = Read(reader(answer), opening, func(in Input) error {
		switch in := in.(type) {
		case Came:
			h = in.Head
		case Framed:
			some, err := OpenFrame(in.Frame)
			commits = append(commits, some...)
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return h, commits
}

// A device that was turned away, or whose time is over, is given nothing, whatever its grant still names; it hears how far its own lanes
// are and of no lane that it did not name. What it brings is taken.
func TestWhoIsTurnedAwayOrOutOfTimeIsGivenNothing(t *testing.T) {
	for problem, over := range map[string]Grant{Revoked: {Revoked: true}, Expired: {Until: noon.Add(-time.Hour)}} {
		hq, laptop := house(t, italy)
		hq.places[idOf("anna")] = italy
		over.Sight = hq.grants[laptop.key.Device()].Sight
		hq.grants[laptop.key.Device()] = over
		hq.writes(italy, idOf("anna"))
		hq.writes(journal.Control, idOf("anna"), journal.Refuse)
		mine := laptop.writes(italy, idOf("anna"))
		laptop.peer.Heard = Vector{}
		h, given := answered(t, hq, laptop.message(laptop.request(1), nil))
		if h.Problem != problem || len(given) > 0 || h.Stamp != nil || len(h.Prints) > 0 {
			t.Errorf("%s: it is answered %q, with %d commits and %v", problem, h.Problem, len(given), h.Prints)
		}
		if len(h.Vector) != 1 || h.Vector[0].Lane.Device != laptop.key.Device() {
			t.Errorf("%s: it hears of %v", problem, h.Vector)
		}
		if _, ok := hq.has(mine); !ok {
			t.Errorf("%s: what it brings is not taken", problem)
		}
	}
}

// Whoever has no grant, or sends what was answered before, hears of nothing.
func TestAStrangerAndAReplayHearOfNothing(t *testing.T) {
	hq, laptop := house(t, italy)
	hq.writes(italy, idOf("anna"))
	stranger := newNode(t, "stranger")
	stranger.home, stranger.grants = hq.home, laptop.grants
	stranger.peer = Peer{Device: hq.key.Device(), Sight: Sight{All: true}, Heard: Vector{}}
	stranger.writes(italy, idOf("anna"))
	request := stranger.request(1)
	request.Head.Vector = append(request.Head.Vector, Mark{Lane: journal.Lane{Device: hq.key.Device(), Epoch: 1, Scope: italy}, Seq: 1}).Sorted()
	if h, given := answered(t, hq, stranger.message(request, nil)); h.Problem != Unknown || h.Full || len(h.Wants) > 0 || len(given) > 0 {
		t.Errorf("a stranger hears of %v and %v, and %q", h.Vector, h.Wants, h.Problem)
	}
	again := laptop.message(laptop.request(1), nil)
	hq.nonces = nil
	answered(t, hq, again)
	if h, given := answered(t, hq, again); h.Problem != Replay || h.Full || len(given) > 0 {
		t.Errorf("what comes again is answered with %v, and %q", h.Vector, h.Problem)
	}
}

// A lane with branches goes as loose commits; what is in it of whoever stands elsewhere goes without its body.
func TestABranchGivesNobodyABodyFromElsewhere(t *testing.T) {
	hq, laptop := house(t, italy)
	hq.places[idOf("anna")], hq.places[idOf("bea")] = italy, france
	other, clone := newNode(t, "other"), newNode(t, "other")
	for i, n := range []*node{other, clone} {
		n.home, n.grants, n.peer, n.wrote = hq.home, hq.grants, laptop.peer, 100*i
		hq.grants[n.key.Device()] = Grant{Sight: Sight{Device: n.key.Device(), Scopes: []journal.Scope{italy, france}}}
		n.writes(italy, idOf("bea"))
		n.peer.Heard = Vector{}
		n.meets(hq, whole)
	}
	laptop.meets(hq, whole)
	bodies, came := 0, 0
	laptop.must(laptop.store.View(t.Context(), func(r journal.Reader) error {
		for e, err := range journal.Subject(r, journal.ID(idOf("bea"))) {
			if err != nil {
				return err
			}
			if came++; slices.Contains(e.Bodies, journal.Present) {
				bodies++
			}
		}
		return nil
	}))
	if came != 2 || bodies > 0 {
		t.Errorf("of two branches %d came, %d of them with what is for another territory", came, bodies)
	}
}

// The order of everything that goes to a device: headquarters' control lane, those of others, the list, what the device wrote and lost, the rest.
func TestTheOrderOfWhatGoesToADevice(t *testing.T) {
	hq, laptop := house(t, italy)
	other := newNode(t, "a device that comes before headquarters in a vector")
	for i := 0; compareLanes(journal.Lane{Device: other.key.Device()}, journal.Lane{Device: hq.key.Device()}) > 0; i++ {
		other = newNode(t, string(rune('a'+i)))
	}
	for _, n := range []*node{other, laptop} {
		n.home, n.grants, n.peer = hq.home, hq.grants, laptop.peer
		hq.grants[n.key.Device()] = Grant{Sight: Sight{Device: n.key.Device(), Scopes: []journal.Scope{italy}}}
	}
	anna := idOf("anna")
	hq.places[anna] = italy
	hq.writes(italy, anna)
	hq.writes(journal.Control, anna, journal.Refuse)
	for _, n := range []*node{laptop, other} {
		n.writes(italy, anna)
		n.writes(journal.Control, anna, journal.Refuse)
		n.peer.Heard = Vector{}
		n.meets(hq, whole)
	}
	list, err := listFrames(&sliver.List{Keys: [][]byte{make([]byte, sliver.SecretSize)}}, nil)
	hq.must(err)
	var order []string
	hq.must(hq.store.View(t.Context(), func(r journal.Reader) error {
		frames, _, err := View{Log: r, House: hq}.outgoing(hq.key.Device(), hq.grants[laptop.key.Device()].Sight, Head{}, list)
		names := map[journal.Device]string{hq.key.Device(): "headquarters", laptop.key.Device(): "its own", other.key.Device(): "another's"}
		for _, f := range frames {
			commits, err := OpenFrame(f)
			if err != nil {
				return err
			}
			if len(commits) == 0 {
				order = append(order, "list")
				continue
			}
			order = append(order, names[commits[0].Header.Device]+" "+string(commits[0].Header.Scope))
		}
		return err
	}))
	at := func(what string) int { return slices.Index(order, what) }
	control := []int{at("headquarters control"), at("another's control"), at("its own control")}
	if control[0] != 0 || control[1] < 0 || control[2] < 0 || at("list") != 3 || at("its own t/IT") != 4 || at("another's t/IT") < 5 || at("headquarters t/IT") < 5 {
		t.Errorf("they go as %q", order)
	}
}

// One message holds about a MiB; what is left over waits for the next.
func TestAMessageIsBounded(t *testing.T) {
	hq, laptop := house(t, italy)
	hq.places[idOf("anna")] = italy
	noise, source := make([]byte, 200<<10), rand.NewChaCha8([32]byte{})
	const many = 12
	for range many {
		source.Read(noise)
		hq.seals(journal.Draft{Scope: italy, Subject: idOf("anna"), Events: []journal.Event{{Type: "interview.held", Body: map[string]any{"note": slices.Clone(noise)}}}})
	}
	h, given := answered(t, hq, laptop.message(laptop.request(1), nil))
	if !h.More || len(given) == 0 || len(given) == many {
		t.Errorf("of %d commits %d came at once, and there is more: %v", many, len(given), h.More)
	}
	if laptop.meets(hq, whole); laptop.took != many {
		t.Errorf("of %d commits %d came in the end", many, laptop.took)
	}
}

// Who asks for the body of a commit by its hash gets it only if they may hold it.
func TestNobodyGetsABodyByAskingForIt(t *testing.T) {
	hq, laptop := house(t, italy)
	hq.places[idOf("anna")], hq.places[idOf("bea")] = italy, france
	refused := hq.writes(journal.Control, idOf("bea"), journal.Refuse)
	laptop.meets(hq, whole)
	s := laptop.request(1)
	s.Head.Wants = []journal.Hash{refused.Hash(), hq.writes(france, idOf("bea")).Hash()}
	s.Head.Full, s.Head.Vector = true, nil
	_, given := answered(t, hq, laptop.message(s, nil))
	for _, c := range given {
		if slices.ContainsFunc(c.Bodies, func(b *journal.Body) bool { return b != nil }) {
			t.Errorf("it was given the body of a %v of scope %s", c.Header.Types, c.Header.Scope)
		}
	}
}

// Nobody is shown a vector wider than what they may hold, the lanes that they named apart.
func TestAVectorTellsOfNoLaneElsewhere(t *testing.T) {
	hq, laptop := house(t, italy)
	other := newNode(t, "other")
	hq.writes(france, idOf("bea"))
	hq.writes(italy, idOf("anna"))
	s := laptop.request(1)
	named := journal.Lane{Device: hq.key.Device(), Epoch: 1, Scope: france}
	elsewhere := journal.Lane{Device: other.key.Device(), Epoch: 1, Scope: france}
	h, _ := answered(t, hq, laptop.message(s, nil))
	if h.Vector.find(named).Seq > 0 {
		t.Errorf("it hears of %v", h.Vector)
	}
	s.Head.Nonce, s.Head.Vector = [16]byte{1}, Vector{{Lane: named, Seq: 1}, {Lane: elsewhere, Seq: 1}}.Sorted()
	hq.nonces = nil
	if h, _ = answered(t, hq, laptop.message(s, nil)); h.Vector.find(named).Seq != 1 || h.Vector.find(elsewhere).Seq > 0 {
		t.Errorf("of the lanes that it named it hears %v", h.Vector)
	}
}

// How much of a commit somebody may hold, line by line.
func TestWhoMayHoldWhat(t *testing.T) {
	hq, laptop := newNode(t, "hq").key.Device(), newNode(t, "laptop").key.Device()
	other := newNode(t, "other").key.Device()
	sight := Sight{Device: laptop, Scopes: []journal.Scope{italy}, Home: hq}
	anna, bea, carla, report := idOf("anna"), idOf("bea"), idOf("carla"), journal.Scope("r/"+idOf("report").String())
	where := func(id journal.ID) (journal.Scope, bool, bool) {
		return map[journal.ID]journal.Scope{anna: italy, bea: france, carla: italy}[id], id != idOf("nobody"), id == carla
	}
	for what, x := range map[string]struct {
		device  journal.Device
		scope   journal.Scope
		subject journal.ID
		types   []string
		want    Part
	}{
		"headquarters about the organisation":     {hq, journal.Control, journal.ID{}, []string{casebook.DeviceGranted}, Whole},
		"an imported list of refusals":            {hq, journal.Control, journal.ID{}, []string{casebook.RefusalsImported}, Header},
		"another device about the organisation":   {other, journal.Control, journal.ID{}, []string{casebook.DeviceGranted}, Header},
		"another device about nobody":             {other, journal.Control, journal.ID{}, []string{"choir.sung"}, Header},
		"its own about the organisation":          {laptop, journal.Control, journal.ID{}, []string{casebook.DeviceGranted}, Whole},
		"a doubt of headquarters":                 {other, journal.Control, journal.ID{}, []string{casebook.HeadquartersDoubted}, Whole},
		"a refusal of somebody here":              {other, journal.Control, anna, []string{casebook.StopMade}, Whole},
		"a refusal of somebody elsewhere":         {other, journal.Control, bea, []string{casebook.StopMade}, Header},
		"where somebody elsewhere went":           {hq, journal.Control, bea, []string{casebook.PersonMoved}, Whole},
		"somebody of its territory":               {other, italy, anna, []string{casebook.ApproachMade}, Whole},
		"somebody who stands elsewhere":           {other, italy, bea, []string{casebook.ApproachMade}, Header},
		"somebody who came from elsewhere":        {other, france, anna, []string{casebook.ApproachMade}, Whole},
		"somebody who is hidden":                  {other, italy, carla, []string{casebook.ApproachMade}, Header},
		"somebody who is not on record yet":       {other, italy, idOf("nobody"), []string{casebook.LeadNoted}, Whole},
		"somebody else's, not on record yet":      {other, france, idOf("nobody"), []string{casebook.LeadNoted}, Header},
		"a report that it wrote":                  {laptop, report, journal.ID{}, []string{"report.made"}, Whole},
		"a report that somebody else wrote":       {other, report, journal.ID{}, []string{"report.made"}, Nothing},
		"a report about somebody of its own area": {other, report, anna, []string{"report.made"}, Nothing},
	} {
		h := journal.Header{Device: x.device, Scope: x.scope, Subject: x.subject, Types: x.types}
		if got := sight.Of(h, where); got != x.want {
			t.Errorf("%s: it may hold %d, want %d", what, got, x.want)
		}
	}
}

// A device that knows no grant of another takes from it what headquarters wrote for everybody, and nothing else; and gives it nothing else.
func TestTwoLaptopsOfWhichOneIsUnknown(t *testing.T) {
	hq, laptop := house(t, italy)
	stranger := newNode(t, "stranger")
	stranger.home, stranger.grants = laptop.home, laptop.grants
	theirs, mine := stranger.writes(italy, idOf("anna")), laptop.writes(italy, idOf("anna"))
	said := hq.writes(journal.Control, idOf("anna"), journal.Refuse)
	laptop.meets(hq, whole)
	stranger.peer = Peer{Device: laptop.key.Device(), Sight: laptop.grants[laptop.key.Device()].Sight, Heard: Vector{}}
	_, _, _ = stranger.meets(laptop, whole)
	if _, ok := laptop.has(theirs); ok {
		t.Error("something of somebody without a grant was taken")
	}
	if _, ok := stranger.has(mine); ok {
		t.Error("somebody without a grant was given something")
	}
	laptop.peer = Peer{Device: stranger.key.Device(), Heard: Vector{}}
	_, _, _ = laptop.meets(stranger, whole)
	for _, c := range []journal.Commit{mine, said} {
		if _, ok := stranger.has(c); ok {
			t.Error("somebody without a grant who waits was given something")
		}
	}
	if _, ok := laptop.has(theirs); ok {
		t.Error("something of somebody without a grant who waits was taken")
	}
}

func TestALaptopAsksNobodyWhoWasTurnedAway(t *testing.T) {
	for what, grant := range map[string]Grant{"turned away": {Revoked: true}, "out of time": {Until: noon.Add(-time.Hour)}} {
		_, laptop := house(t, italy)
		other := newNode(t, "other").key.Device()
		laptop.grants[other] = grant
		laptop.writes(italy, idOf("anna"))
		_, out, err := laptop.step(State{Me: laptop.key.Device(), Peer: Peer{Device: other, Heard: Vector{}}}, Begin{[16]byte{1}, make([]byte, 32)})
		if d, ok := out[0].(Done); err != nil || !ok || d.Problem != Away {
			t.Errorf("%s: it is sent %v, %v", what, out, err)
		}
	}
}

func TestAnAnswerToSomethingElseIsNone(t *testing.T) {
	hq, laptop := house(t, italy)
	s, _, err := laptop.step(State{Me: laptop.key.Device(), Peer: laptop.peer}, Begin{[16]byte{1}, make([]byte, 32)})
	laptop.must(err)
	other := newNode(t, "other").key.Device()
	right := Head{Version: Version, From: hq.key.Device(), To: laptop.key.Device(), Nonce: [16]byte{1}}
	for what, change := range map[string]func(*Head){
		"to another request": func(h *Head) { h.Nonce = [16]byte{2} },
		"from another node":  func(h *Head) { h.From = other },
		"for another node":   func(h *Head) { h.To = other },
	} {
		h := right
		change(&h)
		if _, _, err := laptop.step(s, Came{h}); !errors.Is(err, ErrMessage) {
			t.Errorf("an answer %s is taken: %v", what, err)
		}
	}
	if _, _, err := laptop.step(s, Came{right}); err != nil {
		t.Error(err)
	}
}
