package account

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/protocol/webauthncose"
	"github.com/go-webauthn/webauthn/webauthn"

	"willing/casebook"
	"willing/journal"
)

// Passkey is one that its owner registered here. It signs in; it signs acts only once its key is enrolled.
type Passkey struct {
	ID     []byte // as the authenticator calls it
	Title  string // what its owner calls it
	Key    []byte // P-256, uncompressed, 65 bytes: as the log knows it
	Made   int64  // Unix seconds
	Used   int64
	Count  uint32 // the authenticator's own counter
	Flags  byte   // as the authenticator sets them
	Record []byte // COSE key
}

// mostPasskeys bounds what one account holds.
const mostPasskeys = 20

// Passkeys lists somebody's passkeys.
func (a *Accounts) Passkeys(ctx context.Context, who casebook.ID) ([]Passkey, error) {
	var m member
	err := a.Store.View(ctx, func(r journal.Reader) (err error) { m, err = readMember(r, who); return err })
	return m.Passkeys, err
}

// Challenge is what a new passkey signs (who registers one) or any passkey at the door (nobody yet).
func (a *Accounts) Challenge(who casebook.ID) ([]byte, error) {
	return a.challenge(purposeOf(who), who[:])
}

func purposeOf(who casebook.ID) string {
	if who.IsZero() {
		return "willing/door/1"
	}
	return "willing/register/1"
}

// site is the relying party of one origin: "https://house.example".
func site(origin string) (*webauthn.WebAuthn, error) {
	u, err := url.Parse(origin)
	if err != nil || u.Hostname() == "" {
		return nil, fmt.Errorf("%w: no origin", ErrBad)
	}
	return webauthn.New(&webauthn.Config{RPID: u.Hostname(), RPDisplayName: "Willing", RPOrigins: []string{origin}})
}

// owner is a member as the library sees them.
type owner struct {
	id       casebook.ID
	passkeys []Passkey
}

func (o owner) WebAuthnID() []byte          { return o.id[:] }
func (o owner) WebAuthnName() string        { return o.id.String() }
func (o owner) WebAuthnDisplayName() string { return o.id.String() }
func (o owner) WebAuthnCredentials() []webauthn.Credential {
	var out []webauthn.Credential
	for _, p := range o.passkeys {
		c := webauthn.Credential{ID: p.ID, PublicKey: p.Record}
		c.Authenticator.SignCount = p.Count
		c.Flags = webauthn.NewCredentialFlags(protocol.AuthenticatorFlags(p.Flags))
		out = append(out, c)
	}
	return out
}

// es256 is the one algorithm taken: every authenticator has it, and the log knows it.
var es256 = []protocol.CredentialParameter{{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgES256}}

// AddPasskey registers a passkey that the browser made for the owner of an account. answer is the JSON that
// it hands over.
func (a *Accounts) AddPasskey(ctx context.Context, who casebook.ID, origin, title string, answer []byte) error {
	party, err := site(origin)
	if err != nil {
		return err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return fmt.Errorf("%w: this is no new passkey", ErrBad)
	}
	challenge, err := text64.DecodeString(parsed.Response.CollectedClientData.Challenge)
	if err != nil || !a.answered(challenge, purposeOf(who), who[:]) {
		return fmt.Errorf("%w: it took too long", ErrGone)
	}
	made, err := party.CreateCredential(owner{id: who}, webauthn.SessionData{
		Challenge: parsed.Response.CollectedClientData.Challenge, UserID: who[:], CredParams: es256, UserVerification: protocol.VerificationRequired,
	}, parsed)
	if err != nil {
		return fmt.Errorf("%w: this passkey cannot be checked: %w", ErrBad, err)
	}
	key, err := rawKey(made.PublicKey)
	if err != nil {
		return err
	}
	now := a.Now().Unix()
	p := Passkey{ID: made.ID, Title: title, Key: key, Made: now, Used: now, Count: made.Authenticator.SignCount, Flags: made.Flags.MsgpByte(), Record: made.PublicKey}
	return a.change(ctx, who, func(m *member) error {
		if len(m.Passkeys) >= mostPasskeys || slices.ContainsFunc(m.Passkeys, func(x Passkey) bool { return bytes.Equal(x.ID, p.ID) }) {
			return fmt.Errorf("%w: it is here already, or there are too many", ErrBad)
		}
		m.Passkeys = append(m.Passkeys, p)
		return nil
	})
}

// rawKey takes the point out of a COSE key (RFC 9053, section 7.1.1).
func rawKey(cose []byte) ([]byte, error) {
	parsed, err := webauthncose.ParsePublicKey(cose)
	key, ok := parsed.(webauthncose.EC2PublicKeyData)
	if err != nil || !ok || len(key.XCoord) != 32 || len(key.YCoord) != 32 {
		return nil, fmt.Errorf("%w: a passkey signs with ES256", ErrBad)
	}
	return slices.Concat([]byte{4}, key.XCoord, key.YCoord), nil
}

// UsePasskey signs in whose passkey answers a challenge of the door.
func (a *Accounts) UsePasskey(ctx context.Context, origin string, answer []byte) (token string, who casebook.ID, err error) {
	party, err := site(origin)
	if err != nil {
		return "", who, err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return "", who, ErrWrong
	}
	challenge, err := text64.DecodeString(parsed.Response.CollectedClientData.Challenge)
	if err != nil || !a.answered(challenge, purposeOf(who), who[:]) {
		return "", who, ErrGone
	}
	err = a.Store.Update(ctx, func(w journal.Writer) error {
		find := func(_, handle []byte) (webauthn.User, error) {
			if len(handle) != len(who) {
				return nil, ErrWrong
			}
			copy(who[:], handle)
			m, err := readMember(w, who)
			return owner{who, m.Passkeys}, err
		}
		used, err := party.ValidateDiscoverableLogin(find, webauthn.SessionData{
			Challenge: parsed.Response.CollectedClientData.Challenge, UserVerification: protocol.VerificationRequired,
		}, parsed)
		if err != nil {
			return fmt.Errorf("%w: %w", ErrWrong, err)
		}
		if err := errors.Join(a.useUp(w, challenge), a.noteUse(w, who, used)); err != nil {
			return err
		}
		token, err = a.begin(w, who, "passkey")
		return err
	})
	return token, who, err
}

func (a *Accounts) noteUse(w journal.Writer, who casebook.ID, used *webauthn.Credential) error {
	if used.Authenticator.CloneWarning {
		return fmt.Errorf("%w: the passkey's counter ran back, it may be a copy", ErrWrong)
	}
	m, err := readMember(w, who)
	if err != nil {
		return err
	}
	for i := range m.Passkeys {
		if p := &m.Passkeys[i]; bytes.Equal(p.ID, used.ID) {
			p.Used, p.Count, p.Flags = a.Now().Unix(), used.Authenticator.SignCount, used.Flags.MsgpByte()
		}
	}
	m.Entered = true
	return put(w, bucketMembers, who[:], &m)
}

// RemovePasskey takes a passkey away. What its key has signed stands; revoking the key is another matter.
func (a *Accounts) RemovePasskey(ctx context.Context, who casebook.ID, id []byte) error {
	return a.change(ctx, who, func(m *member) error {
		m.Passkeys = slices.DeleteFunc(m.Passkeys, func(p Passkey) bool { return bytes.Equal(p.ID, id) })
		return nil
	})
}

// Assertion is what a passkey answers when it unlocks.
type Assertion struct{ ID, AuthenticatorData, ClientData, Signature []byte }

// Sign turns an assertion into the signature of a journal's session, and finds the key that made it. It
// must come from this site: the journal does not ask where an assertion was made.
func (a *Accounts) Sign(ctx context.Context, who casebook.ID, origin string, x Assertion) (key, sig []byte, err error) {
	u, err := url.Parse(origin)
	if err != nil {
		return nil, nil, err
	}
	var said struct {
		Origin string `json:"origin"`
	}
	at := sha256.Sum256([]byte(u.Hostname()))
	if json.Unmarshal(x.ClientData, &said) != nil || !strings.EqualFold(said.Origin, origin) || !bytes.HasPrefix(x.AuthenticatorData, at[:]) {
		return nil, nil, fmt.Errorf("%w: made for another site", ErrWrong)
	}
	passkeys, err := a.Passkeys(ctx, who)
	for _, p := range passkeys {
		if bytes.Equal(p.ID, x.ID) {
			return p.Key, journal.WebAuthnSignature(x.AuthenticatorData, x.ClientData, x.Signature), err
		}
	}
	return nil, nil, errors.Join(ErrWrong, err)
}
