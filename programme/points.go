package programme

import "willing/casebook"

// points reads how a mentor asks for the four points, in each language.
func (l *loader) points() {
	l.folder.Points = map[string]map[string]Point{}
	for _, language := range l.folder.Programme.Languages {
		file := "points/" + language + ".yaml"
		if !l.expect(file) {
			l.faults.add(file, 0, "the four points are missing in "+language+" (G06)", "translate another language's file, or take the language out of programme.yaml")
			continue
		}
		l.folder.Points[language] = l.pointsOf(file)
	}
}

func (l *loader) pointsOf(file string) map[string]Point {
	text, ok := l.plain(file)
	if !ok {
		return nil
	}
	root, ok := readYAML(text, file, &l.faults)
	if !ok {
		return nil
	}
	r := reader{file, &l.faults}
	root = r.table(root, casebook.Points)
	out := map[string]Point{}
	for _, id := range casebook.Points {
		if n := root.value[id]; n != nil {
			n = r.table(n, []string{"ask", "heard"})
			out[id] = Point{r.text(n, "ask"), r.text(n, "heard")}
		}
	}
	return out
}
