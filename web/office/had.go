package office

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"willing/desk"
	"willing/web"
)

// A form that holds the whole of something, such as all members of a team, says what that was when it was shown. So whoever sends one
// that was opened before somebody else's change does not take that change back unknowingly.

// had is a short word for what a form shows.
func had(shown any) string {
	sum := sha256.Sum256(fmt.Append(nil, shown))
	return hex.EncodeToString(sum[:8])
}

// changedSince says that what a form was opened on is no longer what there is.
func changedSince(p *web.Page, now any) error {
	if was := p.Value("had"); was == "" || was == had(now) {
		return nil
	}
	return &desk.Error{Kind: desk.BadInput, Key: "reload", Say: "somebody else has changed this since the page was opened: look again"}
}
