package main

import (
	"fmt"
	"math/rand/v2"
	"os"

	"willing/casebook"
	"willing/desk"
	"willing/examples"
)

var (
	givens   = []string{"Anna", "Bruno", "Carla", "Dario", "Elena", "Fabio", "Giulia", "Hugo", "Irene", "Jonas", "Karim", "Laila", "Marco", "Nora", "Omar", "Paula", "Rosa", "Sven", "Tariq", "Vera"}
	openings = []string{"Bar", "Cal", "Dor", "Fer", "Gal", "Har", "Kos", "Lam", "Mor", "Nav", "Pel", "Quin", "Ros", "Sal", "Tor", "Val", "Wes", "Yar", "Zan", "Bel"}
	middles  = []string{"an", "ed", "il", "or", "um", "ar", "en", "is", "ot", "ul"}
	endings  = []string{"ti", "do", "ren", "sky", "ga", "mon", "ve", "rez", "li", "ston", "to", "ka", "nes", "dal", "ric"}
	towns    = []string{"Ghent", "Brest", "Vigo", "Genoa", "Portland", "Nice", "Ostend", "Bari", "Bilbao", "Cadiz", "Lille", "Rennes", "Savona", "Trieste", "Toulon", "Dunkirk"}
)

var places = []string{"BE", "FR", "ES", "IT", "US"}

// someone is the n-th invented person; the same n gives the same person.
func someone(n int) desk.LeadRow {
	r := rand.New(rand.NewPCG(uint64(n), 7))
	pick := func(list []string) string { return list[r.IntN(len(list))] }
	family := pick(openings) + pick(middles) + pick(endings)
	town := fmt.Sprintf("%s-%d", pick(towns), r.IntN(400))
	p := casebook.Particulars{
		Given: pick(givens), Family: family, Born: casebook.Date{Year: 1960 + r.IntN(45), Month: 1 + r.IntN(12), Day: 1 + r.IntN(28)},
		Phones: []string{fmt.Sprintf("+3247%07d", n)}, Emails: []string{fmt.Sprintf("p%d@example.org", n)}, Town: town,
	}
	return desk.LeadRow{Row: n, Particulars: p, Lead: casebook.Lead{
		Source: "bench", SeenOn: casebook.Date{Year: 2026, Month: 9, Day: 1 + r.IntN(28)}, Territory: pick(places), Place: town,
	}}
}

func unpack(dir string) (string, error) {
	return dir + "/examples/sea-rescue", os.CopyFS(dir+"/examples", examples.Files)
}
