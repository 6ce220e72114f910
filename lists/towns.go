package lists

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"willing/desk"
)

// Towns says where a place lies.
type Towns func(place string) (lat, lon float64, country string, ok bool)

// town is one place of a list of towns.
type town struct {
	lat, lon float64
	country  string
}

// What a list of towns may hold (our decision): one of every place with more than 500 inhabitants has 200,000 rows and 15 MB.
const (
	maxTowns     = 1_000_000
	mostTownsFed = 32 << 20
)

// ErrTowns says that a file is no list of towns.
var ErrTowns = &desk.Error{Kind: desk.BadInput, Key: "towns", Say: "the list of towns is not a CSV file with the columns name, country, lat and lon"}

func badTowns(cause error) error {
	return &desk.Error{Kind: desk.BadInput, Key: ErrTowns.Key, Say: ErrTowns.Say, Cause: errors.Join(ErrTowns, cause)}
}

// ReadTowns reads a CSV file with the columns name, country, lat and lon, and perhaps also_written with
// further names parted by bars. It answers for names that stand for one place only.
func ReadTowns(r io.Reader) (Towns, error) {
	in := csv.NewReader(r)
	heads, err := in.Read()
	if err != nil {
		return nil, badTowns(err)
	}
	at := func(name string) int { return slices.Index(heads, name) }
	name, country, lat, lon, also := at("name"), at("country"), at("lat"), at("lon"), at("also_written")
	if min(name, country, lat, lon) < 0 {
		return nil, badTowns(nil)
	}
	towns, twice := map[string]town{}, map[string]bool{}
	for len(towns) < maxTowns {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, badTowns(err)
		}
		t := town{country: cells[country]}
		var errs [2]error
		t.lat, errs[0] = strconv.ParseFloat(cells[lat], 64)
		t.lon, errs[1] = strconv.ParseFloat(cells[lon], 64)
		if err := errors.Join(errs[:]...); err != nil {
			return nil, badTowns(err)
		}
		names := []string{cells[name]}
		if also >= 0 {
			names = append(names, strings.FieldsFunc(cells[also], func(r rune) bool { return r == '|' || r == ';' })...)
		}
		for _, n := range names {
			key := townKey(n)
			if other, known := towns[key]; known && other != t {
				twice[key] = true
			}
			towns[key] = t
		}
	}
	return func(place string) (float64, float64, string, bool) {
		key := townKey(place)
		t, ok := towns[key]
		if !ok || twice[key] {
			return 0, 0, "", false
		}
		return t.lat, t.lon, t.country, true
	}, nil
}

func townKey(name string) string { return strings.ToLower(strings.TrimSpace(name)) }
