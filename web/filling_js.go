package web

// fill has nothing to fill in on a phone, whose forms come from its own pages and wait for nobody to sign in: it carries
// no reader of HTML.
func (k *KeptForm) fill(page []byte, _, _ string) ([]byte, bool) { return page, false }
