package locale

import (
	"regexp"
	"slices"
	"testing"

	"golang.org/x/text/unicode/norm"
)

// foreign is what no sentence of a language says: the other norm's words, or punctuation of another script. The table of
// CONTRIBUTING.md says which norm is meant.
var foreign = map[string]*regexp.Regexp{
	"fr": regexp.MustCompile(`\pL'\pL|(?i)\bqui (rep[èé]r\w*|accompagne)|éclaireu|page (des coûts|du prix)|tuteur|tutrice|clé[^.]* enregistrée`),
	"pt": regexp.MustCompile(`(?i)«|»|\b(equipas?|ficheiros?|telem[óo]ve(l|is)|ecrãs?|port[áa]te?is?|regist[oae]s?|contact\w*|palavra-passe|porquê|demasiado|telefonar|apelido)\b|\b(para|por|sobre|de) si\b|\blhe\b`),
	"es": regexp.MustCompile(`(?i)["'“”]|\b(tu|tus|te|ti|contigo|dilo|vosotr[oa]s|claves?|aparatos?|rechazos?|llamadas? de fuera|territorios?|costes?)\b|[áé]is\b`),
	"it": regexp.MustCompile(`["'“”]|\b(Lei|Sua|Suo|Suoi|Sue|apparecchi\w*|[Ii]scriv\w+|[Rr]espint\w+|[Ii]ntervist\w+|[Gg]etton\w|[Tt]erritori\w*|quanto costa)\b`),
	// Western punctuation, a letter drawn out, and the sign of an ending (tanwin), which some hands wrote and some did not.
	"ar": regexp.MustCompile("[,;?\u0640\u064b]|\\.\\.\\."),
}

// gendered is what tells a man from a woman; whoever is asked is spoken to without it, and whoever of ours met them is spoken of
// without it: in Arabic imperatives, and what somebody did; in French participles.
var gendered = map[string]*regexp.Regexp{
	"ar": regexp.MustCompile(`(^|[ .،:؛])(اكتب|اختر|افتح|احفظ|اطلب|اسأل|اقرأ|انظر|ضع|خذ|غادر|حاول|أدخل|أخبر|اتصل|انتظر|تريد|تحتاج|تستطيع|تأتي)($|[ .،:؛؟])|^(تحدّث|أخبرك|طرح عليك|أعدّ)`),
	"fr": regexp.MustCompile(`(?i)\bvous êtes ((re)?venu|parti)\b|\bvous (a|ait|ont|aient|avons)( encore| déjà)? (rencontré|interrogé|contacté|approché|appelé|invité)([^\pL]|$)|seul à seul|êtes (sûr|prêt|connecté|déconnecté)([^\pL]|$)`),
}

// sentences calls do with each sentence of a file, each plural form apart.
func sentences(t *testing.T, file string, do func(key, text string)) {
	t.Helper()
	for key, message := range raw(t, file) {
		switch m := message.(type) {
		case string:
			do(key, m)
		case map[string]any:
			for _, form := range m {
				if text, ok := form.(string); ok {
					do(key, text)
				}
			}
		}
	}
}

// TestALanguageKeepsToOneNorm: its words and its punctuation are of one hand, composed as the web wants them.
func TestALanguageKeepsToOneNorm(t *testing.T) {
	filled := regexp.MustCompile(`{{[^}]*}}`)
	for area, languages := range areas {
		for _, lang := range languages {
			file := area + "." + lang + ".json"
			sentences(t, file, func(key, text string) {
				if !norm.NFC.IsNormalString(text) {
					t.Errorf("%s: %s is not composed (NFC)", file, key)
				}
				if odd := foreign[lang]; odd != nil {
					if found := odd.FindString(filled.ReplaceAllString(text, "")); found != "" {
						t.Errorf("%s: %s says %q", file, key, found)
					}
				}
			})
		}
	}
}

// guardians are words that alone would leave out a parent (G08: whoever has parental responsibility), and the phrases in which they
// do not.
var guardians = map[string][2]*regexp.Regexp{
	"es": {regexp.MustCompile(`(?i)madre o (el )?tutor\b`), regexp.MustCompile(`(?i)\btutora?\b`)},
	"it": {regexp.MustCompile(`(?i)genitore o (il |del )?tutore\b`), regexp.MustCompile(`(?i)\btutor[ei]\b`)},
	"pt": {regexp.MustCompile(`(?i)mãe ou (o |do |do seu )?responsável`), regexp.MustCompile(`(?i)\bresponsável|\btutor`)},
	"fr": {regexp.MustCompile(`(?i)responsable légal|(responsable de la protection)|ni ce responsable`), regexp.MustCompile(`(?i)\bresponsable|\btut(eur|rice)`)},
}

// TestAParentIsNotLeftOut where a guardian is meant.
func TestAParentIsNotLeftOut(t *testing.T) {
	for _, area := range []string{"law", "team", "file"} {
		for lang, g := range guardians {
			sentences(t, area+"."+lang+".json", func(key, text string) {
				if found := g[1].FindString(g[0].ReplaceAllString(text, "")); found != "" {
					t.Errorf("%s.%s.json: %s says %q alone", area, lang, key, found)
				}
			})
		}
	}
}

// hours are the articles before a time of day that do not fit one o'clock.
var hours = map[string]*regexp.Regexp{
	"es": regexp.MustCompile(`(?i)\blas( {{\.time|$)`),
	"it": regexp.MustCompile(`(?i)\b(alle|delle|dalle|le)( {{\.time|$)`),
	"pt": regexp.MustCompile(`(?i)(às|\b[dn]?as)( {{\.time|$)`),
}

// TestATimeOfDayIsSaidRightAtOneOClock: no article stands before it that only fits the other hours.
func TestATimeOfDayIsSaidRightAtOneOClock(t *testing.T) {
	for area, languages := range areas {
		for _, lang := range languages {
			if hours[lang] == nil {
				continue
			}
			sentences(t, area+"."+lang+".json", func(key, text string) {
				if found := hours[lang].FindString(text); found != "" {
					t.Errorf("%s.%s.json: %s says %q", area, lang, key, found)
				}
			})
		}
	}
}

// TestWhoIsAskedIsNotTakenForAMan: the person's pages in Arabic and French do without forms that only fit one sex.
func TestWhoIsAskedIsNotTakenForAMan(t *testing.T) {
	for lang, odd := range gendered {
		for _, area := range []string{"person", "public", "file"} {
			sentences(t, area+"."+lang+".json", func(key, text string) {
				if found := odd.FindString(text); found != "" {
					t.Errorf("%s.%s.json: %s says %q", area, lang, key, found)
				}
			})
		}
	}
}

// TestTheNeutralSentenceIsOne (G01): whatever stands against an approach, and wherever it is read, a language says it in the same words.
func TestTheNeutralSentenceIsOne(t *testing.T) {
	const neutral = "Please do not approach; ask headquarters."
	for area, languages := range areas {
		for key, message := range raw(t, area+".en.json") {
			if message != neutral {
				continue
			}
			for _, lang := range languages {
				said := raw(t, area+"."+lang+".json")[key]
				if one := raw(t, "law."+lang+".json")["law.offer.refused"]; said != one {
					t.Errorf("%s.%s.json: %s says %q, not %q", area, lang, key, said, one)
				}
			}
		}
	}
}

// counts are the plural forms that each language must have (Unicode CLDR, cardinals), and those that it may have: what is said from a
// million on, where the form for others will do.
var counts = map[string]struct{ must, may []string }{
	"en": {must: []string{"one", "other"}},
	"fr": {must: []string{"one", "other"}, may: []string{"many"}},
	"es": {must: []string{"one", "other"}, may: []string{"many"}},
	"it": {must: []string{"one", "other"}, may: []string{"many"}},
	"pt": {must: []string{"one", "other"}, may: []string{"many"}},
	"ar": {must: []string{"zero", "one", "two", "few", "many", "other"}},
}

// TestALanguageCountsInItsOwnForms: what has plural forms has all that its language needs, and none that would never be said.
func TestALanguageCountsInItsOwnForms(t *testing.T) {
	for area, languages := range areas {
		for _, lang := range languages {
			for key, message := range raw(t, area+"."+lang+".json") {
				forms, ok := message.(map[string]any)
				if !ok {
					continue
				}
				own := counts[lang]
				for _, form := range own.must {
					if forms[form] == nil {
						t.Errorf("%s.%s.json: %s lacks the form %s", area, lang, key, form)
					}
				}
				for form := range forms {
					if !slices.Contains(append(own.must, own.may...), form) {
						t.Errorf("%s.%s.json: %s has a form that its language has not: %s", area, lang, key, form)
					}
				}
			}
		}
	}
}
