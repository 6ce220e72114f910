package lists

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

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
	maxTowns     = 1_000_000 // names
	mostTownsFed = 32 << 20
)

// ErrTowns says that a file is no list of towns.
var ErrTowns = &desk.Error{Kind: desk.BadInput, Key: "towns", Say: "the list of towns is not a CSV file in UTF-8 with the columns name, country, lat and lon, and at most a million names"}

func badTowns(cause error) error {
	return &desk.Error{Kind: desk.BadInput, Key: ErrTowns.Key, Say: ErrTowns.Say, Cause: errors.Join(ErrTowns, cause)}
}

// byteOrder is the mark before a text in UTF-8.
const byteOrder = "\ufeff"

// errTownsMany refuses a list of which only the beginning could be kept: a name that stands for two places would pass for one.
var errTownsMany = errors.New("too many names")

// ReadTowns reads a CSV file with the columns name, country, lat and lon, and perhaps also_written with
// further names parted by bars. It answers for names that stand for one place only.
func ReadTowns(r io.Reader) (Towns, error) {
	text := bufio.NewReader(io.LimitReader(r, mostTownsFed+1))
	if mark, _ := text.Peek(len(byteOrder)); string(mark) == byteOrder { // spreadsheets write it
		_, _ = text.Discard(len(byteOrder))
	}
	in := csv.NewReader(text)
	heads, err := in.Read()
	if err != nil {
		return nil, badTowns(err)
	}
	at := func(name string) int { return slices.Index(heads, name) }
	name, country, lat, lon, also := at("name"), at("country"), at("lat"), at("lon"), at("also_written")
	if min(name, country, lat, lon) < 0 {
		return nil, badTowns(nil)
	}
	towns := gazetteer{at: map[string]town{}, twice: map[string]bool{}}
	for {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, badTowns(err)
		}
		t, names := town{country: cells[country]}, cells[name]
		if also >= 0 {
			names += "|" + cells[also]
		}
		var errs [3]error
		t.lat, errs[0] = degrees(cells[lat], 90)
		t.lon, errs[1] = degrees(cells[lon], 180)
		errs[2] = towns.add(names, t)
		if err := errors.Join(errs[:]...); err != nil {
			return nil, badTowns(err)
		}
	}
	if in.InputOffset() > mostTownsFed {
		return nil, badTowns(errTownsMany)
	}
	return towns.find, nil
}

// gazetteer finds towns by their names.
type gazetteer struct {
	at    map[string]town
	twice map[string]bool // names of several places
}

// add takes in a town under all of its names, which bars part.
func (g gazetteer) add(names string, t town) error {
	if !utf8.ValidString(names) {
		return errors.New("a name in another encoding")
	}
	for name := range strings.FieldsFuncSeq(names, func(r rune) bool { return r == '|' || r == ';' }) {
		key := townKey(name)
		other, known := g.at[key]
		switch {
		case known && other != t:
			g.twice[key] = true
		case !known && len(g.at) == maxTowns:
			return errTownsMany
		}
		g.at[key] = t
	}
	return nil
}

func (g gazetteer) find(place string) (lat, lon float64, country string, ok bool) {
	key := townKey(place)
	t, ok := g.at[key]
	if !ok || g.twice[key] {
		return 0, 0, "", false
	}
	return t.lat, t.lon, t.country, true
}

// degrees reads a coordinate.
func degrees(text string, most float64) (float64, error) {
	d, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err == nil && !(math.Abs(d) <= most) { // NaN is no place, and not even itself
		err = errors.New("no such degrees")
	}
	return d, err
}

func townKey(name string) string { return strings.ToLower(strings.TrimSpace(name)) }
