package programme

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"willing/casebook"
)

// Text is one language of a disclosure, as it is told.
type Text struct {
	casebook.DisclosureText
	Role     string
	Version  int
	Headings map[string]string // what stands above each section, by its id or "cost"
	Hash     string            // SHA-256 of [Text.Markdown], in hexadecimal: names exactly what was told (G14)
}

// Markdown is the text as a file, always the same for the same words: keys and sections in a fixed
// order, the cost page first. Whoever keeps the file can compare its SHA-256 with the one on a receipt.
func (t *Text) Markdown() string {
	var b strings.Builder
	quoted := strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(t.Title)
	fmt.Fprintf(&b, "---\nrole: %s\nversion: %d\nlanguage: %s\ntitle: \"%s\"\n---\n", t.Role, t.Version, t.Language, quoted)
	for _, id := range sectionIDs() {
		body := t.Sections[id]
		if id == "cost" {
			body = t.Cost
		}
		if body != "" {
			fmt.Fprintf(&b, "\n## %s {#%s}\n\n%s\n", t.Headings[id], id, body)
		}
	}
	return b.String()
}

func (t *Text) hash() string {
	sum := sha256.Sum256([]byte(t.Markdown()))
	return hex.EncodeToString(sum[:])
}

// sectionIDs are the headings of a disclosure, the cost page first.
func sectionIDs() []string { return append([]string{"cost"}, casebook.Sections...) }

// ParseText reads one disclosure file; file is the name that faults bear. The text is only worth
// anything when there are none.
func ParseText(file, markdown string) (Text, []Fault) {
	var fs faults
	p := textParser{file: file, faults: &fs, line: map[string]int{}}
	p.read(clean(markdown, file, &fs))
	return p.text, fs.sorted()
}

// textParser reads one disclosure and remembers the line of each key and each section's heading.
type textParser struct {
	file   string
	faults *faults
	line   map[string]int
	text   Text
}

func (p *textParser) read(markdown string) {
	p.text.Sections, p.text.Headings = map[string]string{}, map[string]string{}
	lines := strings.Split(markdown, "\n")
	body := p.frontMatter(lines)
	p.sections(lines, body)
	for _, f := range p.text.Faults() {
		p.faults.add(p.file, max(1, p.line[f.Section]), f.Section+": "+remedyOff(f.Problem), remedyOf(f.Problem))
	}
	p.text.Hash = p.text.hash()
}

// casebook says problem and remedy in one sentence: "…: write it".
func remedyOff(s string) string { return s[:strings.Index(s+": ", ": ")] }
func remedyOf(s string) string  { return strings.TrimPrefix(s[len(remedyOff(s)):], ": ") }

// frontMatter reads the keys between the lines of dashes and returns the index of the line after them.
func (p *textParser) frontMatter(lines []string) int {
	if strings.TrimRight(lines[0], " ") != "---" {
		p.faults.add(p.file, 1, "the file does not begin with its keys", "begin with a line ---, then role, version, language, title, then a line ---")
		return 0
	}
	end := 1
	for end < len(lines) && strings.TrimSpace(lines[end]) != "" && !strings.HasPrefix(lines[end], "#") && !strings.HasPrefix(lines[end], "---") {
		end++
	}
	next := end + 1
	if end == len(lines) || strings.TrimRight(lines[end], " ") != "---" {
		p.faults.add(p.file, end, "the keys do not end", "write a line --- below title")
		next = end
	}
	// The empty first line stands for the dashes, so that lines count as in the file.
	root, ok := readYAML("\n"+strings.Join(lines[1:end], "\n"), p.file, p.faults)
	if !ok {
		return next
	}
	r := reader{p.file, p.faults}
	root = r.table(root, []string{"role", "version", "language", "title"})
	for _, key := range root.keys {
		p.line[key+":"] = root.value[key].line
	}
	p.text.Role, p.text.Language = r.text(root, "role"), r.text(root, "language")
	p.text.Title = strings.Join(strings.Fields(r.text(root, "title")), " ")
	if p.text.Version, ok = r.number(root, "version"); ok && p.text.Version < 1 {
		r.blame(root.value["version"], "versions begin at 1", "write 1, and raise it with every publication")
	}
	return next
}

var (
	anyHeading   = regexp.MustCompile(`^ {0,3}##([^#]|$)`)
	titleHeading = regexp.MustCompile(`^ {0,3}## +(.*?) *\{#([^}]*)\} *$`)
)

// above is the place before the first heading, where no text may stand.
const above = "(above)"

// sections cuts the body at the headings of level 2.
func (p *textParser) sections(lines []string, from int) {
	id, start := above, from
	for i := from; i <= len(lines); i++ {
		if i < len(lines) && !anyHeading.MatchString(lines[i]) {
			continue
		}
		p.section(id, start, strings.Join(lines[min(start, len(lines)):i], "\n"))
		if i < len(lines) {
			id, start = p.heading(lines[i], i+1), i+1
		}
	}
}

// heading returns the id of the section that a line begins, "" for one that is at fault.
func (p *textParser) heading(line string, number int) string {
	m := titleHeading.FindStringSubmatch(line)
	if m == nil {
		p.faults.add(p.file, number, "a heading of level 2 without an id", "write ## Heading {#id}, or ### for a heading within a section")
		return ""
	}
	title, id := m[1], m[2]
	switch {
	case !slices.Contains(sectionIDs(), id):
		p.faults.add(p.file, number, "no section has the id "+clip(id), instead(id, sectionIDs()))
		return ""
	case p.line[id] > 0:
		p.faults.add(p.file, number, "the section "+id+" stands here twice", fmt.Sprintf("join it with the one on line %d", p.line[id]))
		return ""
	case casebook.Words(title) == 0:
		p.faults.add(p.file, number, "a heading without words", "write what the section is about")
	}
	p.line[id] = number
	p.text.Headings[id] = title
	return id
}

// section keeps the text between two headings; first is the index of its first line.
func (p *textParser) section(id string, first int, text string) {
	if id != above {
		p.blameMarkup(first+1, text)
	}
	blank := len(text) - len(strings.TrimLeft(text, "\n"))
	switch text = strings.TrimSpace(text); id {
	case "":
	case "cost":
		p.text.Cost = text
	case above:
		if text != "" {
			p.faults.add(p.file, first+1+blank, "text above the first section", "move it into a section: nobody would be told it")
		}
	default:
		p.text.Sections[id] = text
	}
}
