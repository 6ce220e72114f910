package intake

import "strings"

// anyName is a heading such as "Nom" or "Name" that means the family name beside a column of given names, the given name
// beside one of family names, and otherwise the whole name.
const anyName Field = "name"

// headingWords are the headings that are recognised, one language a line, phrases parted by commas: English, French, Spanish,
// Italian, Portuguese, Dutch, Arabic, then Greek and German, in which offices label single columns.
var headingWords = map[Field]string{
	anyName: `name, names, nom, noms, nombre, nombres, nome, nomi, naam, namen, الاسم, اسم, ονομα`,
	FamilyName: `family name, family names, family, last name, lastname, surname, surnames, last, family_name,
		nom de famille, nom patronymique, nom d usage, apellido, apellidos, primer apellido, cognome, cognomi, sobrenome, sobrenomes,
		apelido, apelidos, ultimo nome, achternaam, familienaam, اسم العائلة, العائلة, اللقب, الكنية, name family, επωνυμο, nachname, familienname`,
	GivenName: `given name, given names, given, first name, firstname, first, forename, forenames, prenom, prenoms, nombre de pila, nome di battesimo,
		primeiro nome, nome proprio, voornaam, voornamen, roepnaam, الاسم الاول, الاسم الشخصي, name given, vorname`,
	FullName: `full name, fullname, complete name, nom complet, nom et prenom, nom prenom, noms et prenoms, nom prenoms, prenom nom, nombre completo,
		nombre y apellido, nombre y apellidos, nome completo, nome e cognome, cognome e nome, nominativo, volledige naam, naam en voornaam, الاسم الكامل, الاسم الثلاثي, ονοματεπωνυμο`,
	FamilyCommaGiven: `apellidos nombre, apellido nombre, last name first name, surname first name, family name given name, cognome nome, sobrenome nome, achternaam voornaam`,
	LatinName: `latin name, name in latin, name in latin letters, latin, transliteration, romanised name, romanized name, nom latin, nom en latin, nom en lettres latines, nombre latino, nombre en letras latinas,
		nome latino, nome in lettere latine, nome em letras latinas, latijnse naam, naam in latijns schrift, الاسم باللاتينية, الاسم بالحروف اللاتينية`,
	Born: `born, born on, birth, birth date, birthdate, date of birth, dob, d o b, birthday, year of birth, birth year, ne le, ne, nee le, date de naissance, naissance, date naissance, annee de naissance,
		fecha de nacimiento, f nacimiento, fecha nacimiento, fec nac, f nac, nacimiento, nacido, nacido el, ano de nacimiento, data di nascita, nascita, data nascita, nato il, nato, anno di nascita,
		data de nascimento, data nascimento, nascimento, nasc, data nasc, dt nasc, nascido em, ano de nascimento, geboortedatum, geboren, geboren op, geboortejaar, تاريخ الميلاد, تاريخ الولادة, الميلاد, سنة الميلاد, ημερομηνια γεννησησ, geburtsdatum`,
	PhoneNumber: `phone, phones, phone number, phone numbers, telephone, telephone number, tel, mobile, mobile phone, cell, cell phone, cellphone, home, home phone, work phone, whatsapp, phone home, phone mobile,
		telephones, portable, tel portable, numero de telephone, n de telephone, mobile telephone, gsm, telefono, telefonos, tfno, tlf, movil, celular, telefono movil, numero de telefono,
		cellulare, telefonino, recapito telefonico, telefono cellulare, numero di telefono, telefone, telefones, telemovel, celulares, fone, telefoon, telefoonnummer, mobiel, gsm nummer, tel nr,
		الهاتف, هاتف, رقم الهاتف, الجوال, رقم الجوال, المحمول, النقال, الموبايل, τηλεφωνο, telefon, handy`,
	Email: `email, e mail, mail, email address, e mail address, emails, courriel, adresse courriel, adresse e mail, adresse mail, adresse electronique, mel, correo, correo electronico, direccion de correo,
		posta elettronica, indirizzo e mail, indirizzo email, posta, correio eletronico, correio electronico, endereco de e mail, e mailadres, emailadres, mailadres, البريد الالكتروني, البريد, الايميل, ايميل`,
	Town: `town, city, place of residence, locality, municipality, village, ville, commune, localite, lieu de residence, poblacion, ciudad, localidad, municipio, citta, comune, localita, paese di residenza, cidade, concelho, localidade,
		gemeente, stad, plaats, woonplaats, المدينة, مدينة, البلدة, πολη, stadt, ort, wohnort`,
	Region:   `region, state, province, county, department, departement, etat, provincia, comunidad autonoma, estado, regione, uf, regiao, distrito, provincie, gewest, staat, المنطقة, المحافظة, الولاية, الاقليم`,
	Country:  `country, nation, country code, pays, code pays, pais, paese, nazione, land, landcode, البلد, الدولة, بلد, χωρα`,
	Language: `language, languages, mother tongue, spoken language, langue, langues, langue maternelle, idioma, idiomas, lengua, lingua, lingue, lingua madre, linguas, taal, talen, moedertaal, اللغة, لغة, اللغات, γλωσσα, sprache`,
	Skills:   `skills, skill, abilities, qualifications, competences, competence, aptitudes, qualification, metier, habilidades, aptitud, competencias, capacidades, competenze, competenza, abilita, capacita, habilidade, vaardigheden, vaardigheid, المهارات, مهارات, الخبرات`,
	Source: `source, sources, origin, how heard, how did you hear, seen by, referred by, spotted by, origine, provenance, vu par, comment connu, origen, procedencia, como nos conocio, visto por, provenienza, fonte, origem, como soube,
		indicado por, bron, herkomst, gezien door, المصدر, مصدر`,
	SeenOn: `first contact, seen on, seen, contact date, date of contact, date seen, contacted on, contact on, contacted, premier contact, date de contact, date contact, date du contact, contact le, vu le, fecha contacto, fecha de contacto,
		primer contacto, visto el, primo contatto, data contatto, data di contatto, contatto il, visto il, primeiro contato, primeiro contacto, data do contato, data do contacto, data de contato, visto em, eerste contact, contactdatum, contact op, datum contact, gezien op,
		تاريخ الاتصال, اول اتصال, تاريخ اول اتصال`,
	Remarks: `remarks, remark, notes, note, comments, comment, observations, remarques, remarque, commentaires, commentaire, observation, observaciones, observacion, notas, comentarios, osservazioni, commenti, annotazioni,
		observacoes, observacao, obs, opmerkingen, opmerking, nota s, notities, ملاحظات, ملاحظة, σημειωσεισ, bemerkungen`,
	DeclinedOn: `declined on, declined, date declined, date of refusal, refused on, said no on, refus le, date de refus, date du refus, a refuse le, fecha de rechazo, rechazado el, fecha rechazo, data del rifiuto, data rifiuto, rifiutato il,
		data da recusa, recusou em, data de recusa, geweigerd op, datum weigering, afgewezen op, تاريخ الرفض`,
	Office:      `office, partner office, branch, bureau, antenne, oficina, delegacion, ufficio, sede, escritorio, delegacao, kantoor, المكتب, الفرع`,
	Time:        `time, seen at, date and time, timestamp, date et heure, fecha y hora, data e ora, data e hora, datum en tijd, الوقت`,
	Place:       `place, location, lieu, endroit, lugar, sitio, luogo, posto, local, locatie, المكان, مكان`,
	Lat:         `lat, latitude, latitud, latitudine, breedtegraad, خط العرض`,
	Lon:         `lon, long, lng, longitude, longitud, longitudine, lengtegraad, خط الطول`,
	Description: `description, ground, descripcion, descrizione, descricao, beschrijving, omschrijving, الوصف`,
	Ignore:      `row, why`,
}

var headingTable = func() map[string]Field {
	table := map[string]Field{}
	for field, list := range headingWords {
		for _, phrase := range strings.Split(list, ",") {
			if key := plainKey(phrase); key != "" {
				table[key] = field
			}
		}
	}
	for _, f := range Fields() {
		table[plainKey(string(f))] = f
	}
	return table
}()

// guessField gives the field that a heading names; "" when it names none. Of a heading in two languages ("Nom / Naam") one
// half is enough.
func guessField(heading string) Field {
	if f := headingTable[plainKey(dropEndings(heading))]; f != "" {
		return f
	}
	for _, part := range strings.FieldsFunc(dropEndings(heading), func(r rune) bool { return strings.ContainsRune("/|\n()[]:", r) }) {
		if f := headingTable[plainKey(part)]; f != "" {
			return f
		}
	}
	return ""
}

// dropEndings takes out the second endings of words: Né(e), nombre(s), visto(a).
func dropEndings(s string) string {
	return strings.NewReplacer("(e)", "", "(s)", "", "(a)", "", "(o)", "", "(es)", "", "·e", "", "N°", "n", "n°", "n", "º", "").Replace(s)
}

// bilingual reports headings in French and Dutch side by side, as only Belgium writes them.
func bilingual(headings []string) bool {
	all := plainKey(strings.Join(headings, " / "))
	return strings.Contains(all, "prenom") && strings.Contains(all, "voornaam") || strings.Contains(all, "naissance") && strings.Contains(all, "geboorte")
}

// totalWords begin a row that sums up. The weak ones are also names of people and count only when they stand alone.
var (
	totalWords     = keys(`total totals totales totaal totale totali totaux subtotal Σύνολο المجموع مجموع الإجمالي إجمالي итого`)
	weakTotalWords = keys(`sum suma soma somma somme summe gesamt`)
)

// keys makes a set of the words in a text as plainKey writes them.
func keys(text string) map[string]bool {
	set := map[string]bool{}
	for w := range words(text) {
		set[plainKey(w)] = true
	}
	return set
}
