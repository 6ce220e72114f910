//go:build !js

package web

import (
	"bytes"
	"html"
	"net/url"
	"slices"
	"strings"

	xhtml "golang.org/x/net/html"
)

// fill puts what was written into the page's form. It is false if the page has no such form any more, or has no
// place for something that was written: then nothing of it may be lost unseen.
func (k *KeptForm) fill(page []byte, title, say string) ([]byte, bool) {
	f := &filling{form: k, left: url.Values{}, z: xhtml.NewTokenizer(bytes.NewReader(page))}
	for name, values := range k.Fields {
		f.left[name] = slices.Clone(values)
	}
	delete(f.left, keptField)
	for f.z.Next() != xhtml.ErrorToken {
		raw := bytes.Clone(f.z.Raw())
		f.take(f.z.Token(), raw, title, say)
	}
	return f.out.Bytes(), f.found && f.placed()
}

// goesTo reports whether a form of the page leads where the kept one was going; one that names no place leads to its
// own page.
func (k *KeptForm) goesTo(form xhtml.Token) bool {
	to, given := attrOf(form, "action")
	if !given {
		to = k.Page
	}
	path, _, _ := strings.Cut(k.Path, "?")
	to, _, _ = strings.Cut(to, "?")
	return to == path
}

// filling is a page while a form of it is filled in.
type filling struct {
	form   *KeptForm
	left   url.Values // what has found no place yet
	z      *xhtml.Tokenizer
	out    bytes.Buffer
	found  bool
	within bool
	choice string // the name of the select that is open
	area   bool   // within a text area whose old content is left out
}

func (f *filling) take(t xhtml.Token, raw []byte, title, say string) {
	tag := t.Type == xhtml.StartTagToken || t.Type == xhtml.SelfClosingTagToken
	switch {
	case tag && t.Data == "form" && !f.found && f.form.goesTo(t):
		f.found, f.within = true, true
		f.out.Write(raw)
		f.out.WriteString(`<input type="hidden" name="` + keptField + `" value="` + html.EscapeString(f.form.Name) + `"><div class="note plain" role="status"><p><b>` +
			html.EscapeString(title) + `</b></p><p>` + html.EscapeString(say) + `</p></div>`)
	case t.Type == xhtml.EndTagToken && t.Data == "form":
		f.within = false
		f.out.Write(raw)
	case !f.within:
		f.out.Write(raw)
	case tag:
		f.control(t, raw)
	case t.Type == xhtml.EndTagToken && t.Data == "textarea":
		f.area = false
		f.out.Write(raw)
	case !f.area:
		f.out.Write(raw)
	}
}

// control fills in one control of the form.
func (f *filling) control(t xhtml.Token, raw []byte) {
	name := attr(t, "name")
	switch t.Data {
	case "input":
		if !f.input(&t, name) {
			f.out.Write(raw)
			return
		}
		f.out.WriteString(t.String())
		return
	case "button":
		delete(f.left, name) // which one was pressed is chosen again
	case "select":
		f.choice = name
	case "option":
		value, given := attrOf(t, "value")
		if f.choice != "" && given {
			f.mark(&t, "selected", f.chosen(f.choice, value))
			f.out.WriteString(t.String())
			return
		}
	case "textarea":
		if value, ok := f.next(name); ok {
			f.out.Write(raw)
			f.out.WriteString("\n" + html.EscapeString(value)) // the first line break belongs to the markup
			f.area = true
			return
		}
	}
	f.out.Write(raw)
}

// input reports whether a control of one line, or a box, was changed.
func (f *filling) input(t *xhtml.Token, name string) bool {
	switch attr(*t, "type") {
	case "hidden", "submit", "button":
		f.next(name) // the page's own, and newer than what was sent
		return false
	case "password", "file":
		delete(f.left, name)
		return false
	case "checkbox", "radio":
		value, given := attrOf(*t, "value")
		if !given {
			value = "on"
		}
		f.mark(t, "checked", f.chosen(name, value))
		return true
	}
	value, ok := f.next(name)
	if !ok {
		return false
	}
	t.Attr = slices.DeleteFunc(t.Attr, func(a xhtml.Attribute) bool { return a.Key == "value" })
	t.Attr = append(t.Attr, xhtml.Attribute{Key: "value", Val: value})
	return true
}

// next takes the next value of a field.
func (f *filling) next(name string) (string, bool) {
	values := f.left[name]
	if name == "" || len(values) == 0 {
		return "", false
	}
	f.left[name] = values[1:]
	return values[0], true
}

// chosen takes a value of a field, if it was chosen.
func (f *filling) chosen(name, value string) bool {
	i := slices.Index(f.left[name], value)
	if i < 0 {
		return false
	}
	f.left[name] = slices.Delete(f.left[name], i, i+1)
	return true
}

func (f *filling) mark(t *xhtml.Token, key string, on bool) {
	t.Attr = slices.DeleteFunc(t.Attr, func(a xhtml.Attribute) bool { return a.Key == key })
	if on {
		t.Attr = append(t.Attr, xhtml.Attribute{Key: key})
	}
}

// placed reports whether everything that was written stands in the form again.
func (f *filling) placed() bool {
	for _, values := range f.left {
		if slices.ContainsFunc(values, func(v string) bool { return strings.TrimSpace(v) != "" }) {
			return false
		}
	}
	return true
}

func attr(t xhtml.Token, key string) string {
	value, _ := attrOf(t, key)
	return value
}

func attrOf(t xhtml.Token, key string) (string, bool) {
	for _, a := range t.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}
