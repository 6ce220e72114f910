// Package recognise answers the desk's two questions before anyone is approached: has somebody of us met this
// person, and has this person said no? It puts packages linkage and linkage/markers, which know nothing of
// cases, behind [desk.Matcher] and [desk.Markers]. Headquarters, a laptop and a phone stand on the same code;
// where keys are kept, it does not know.
package recognise
