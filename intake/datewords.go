package intake

import "strings"

// words makes a set of the words in a text.
func words(text string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(text) {
		set[w] = true
	}
	return set
}

var dateParticles = words(`de del of le el il la the den op den do di da du d st nd rd th er ere o a e on born né née em`)

// monthNames maps the months, as plainKey writes them, in English, French, Spanish, Italian, Portuguese, Dutch and Arabic
// (Egyptian, Maghreb and Levantine names), with German, Greek and Russian because offices use them, and Roman numerals.
var monthNames = monthTable(
	`january jan janvier janv enero ene gennaio gen janeiro januari januar يناير جانفي ιανουαριοσ ιανουαριου январь января i`,
	`february feb fevrier fevr fev febrero febbraio febb fevereiro februari februar فبراير فيفري شباط φεβρουαριοσ φεβρουαριου февраль февраля ii`,
	`march mar mars marzo marco maart mrt marz مارس اذار μαρτιοσ μαρτιου март марта iii`,
	`april apr avril avr abril abr aprile ابريل افريل نيسان απριλιοσ απριλιου апрель апреля iv`,
	`may mai mayo maggio mag maio mei مايو ماي ايار μαιοσ μαιου май мая v`,
	`june jun juin junio giugno giu junho juni يونيو يونيه جوان حزيران ιουνιοσ ιουνιου июнь июня vi`,
	`july jul juillet juil julio luglio lug julho juli يوليو يوليه جويلية تموز ιουλιοσ ιουλιου июль июля vii`,
	`august aug aout agosto ago augustus اغسطس اوت اب αυγουστοσ αυγουστου август августа viii`,
	`september sep sept septembre septiembre setiembre set settembre sett setembro سبتمبر ايلول σεπτεμβριοσ σεπτεμβριου сентябрь сентября ix`,
	`october oct octobre octubre ottobre ott outubro out oktober okt اكتوبر οκτωβριοσ οκτωβριου октябрь октября x`,
	`november nov novembre noviembre novembro نوفمبر νοεμβριοσ νοεμβριου ноябрь ноября xi`,
	`december dec decembre diciembre dic dicembre dezembro dez desember dezember ديسمبر δεκεμβριοσ δεκεμβριου декабрь декабря xii`,
)

// monthPairs are the months of two words: the first and second Kanun and Tishrin of the Levant.
var monthPairs = map[string]int{
	"كانون الثاني": 1, "كانون ثاني": 1, "تشرين الأول": 10, "تشرين الاول": 10, "تشرين الثاني": 11, "كانون الأول": 12, "كانون الاول": 12,
}

func monthTable(months ...string) map[string]int {
	table := map[string]int{}
	for i, names := range months {
		for name := range words(names) {
			table[plainKey(name)] = i + 1
		}
	}
	return table
}
