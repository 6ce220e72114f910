package intake

import "slices"

// Field is what a column holds. Its values are the words of a mapping file.
type Field string

// The fields. Several columns may be taken for Phone or Email; every other field has one column.
const (
	FamilyName       Field = "family_name"
	GivenName        Field = "given_name"
	FullName         Field = "full_name"
	FamilyCommaGiven Field = "family_comma_given" // "Apellidos, Nombre" in one column
	LatinName        Field = "latin_name"         // the name once more, in Latin letters
	Born             Field = "born"
	PhoneNumber      Field = "phone"
	Email            Field = "email"
	Town             Field = "town"
	Region           Field = "region"
	Country          Field = "country"
	Language         Field = "language"
	Skills           Field = "skills"
	Source           Field = "source"
	SeenOn           Field = "seen_on"
	Remarks          Field = "remarks"
	DeclinedOn       Field = "declined_on"
	Office           Field = "office"
	Time             Field = "time" // of a sighting: day and clock
	Place            Field = "place"
	Lat              Field = "lat"
	Lon              Field = "lon"
	Description      Field = "description"
	Ignore           Field = "ignore" // a column that nobody wants
)

// Fields lists all fields, in the order in which people would put the columns.
func Fields() []Field {
	return []Field{FamilyName, GivenName, FullName, FamilyCommaGiven, LatinName, Born, PhoneNumber, Email, Town, Region, Country, Language,
		Skills, Source, SeenOn, Remarks, DeclinedOn, Office, Time, Place, Lat, Lon, Description, Ignore}
}

func (f Field) known() bool { return slices.Contains(Fields(), f) }

// several reports whether more than one column may be taken for the field.
func (f Field) several() bool { return f == PhoneNumber || f == Email || f == Ignore }

// recognises reports whether a column with this field can tell who somebody is or how to reach them.
func (f Field) recognises() bool {
	return slices.Contains([]Field{FamilyName, GivenName, FullName, FamilyCommaGiven, LatinName, PhoneNumber, Email, Description}, f)
}

// reaches reports whether a column with this field can tell how to reach somebody, or who of one name they are.
func (f Field) reaches() bool {
	return slices.Contains([]Field{PhoneNumber, Email, Born, Description}, f)
}

// names reports whether a column with this field holds a name, or a part of one, as people write it.
func (f Field) names() bool {
	return f == FamilyName || f == GivenName || f == FullName || f == FamilyCommaGiven
}
