package journal

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
)

// Flags of authenticator data (Web Authentication level 2, section 6.1).
const (
	userPresent    = 0x01
	userVerified   = 0x04
	authDataLength = 37 // RP id hash, flags, counter; extensions may follow
)

// WebAuthnSignature packs an assertion into the signature of an act or session: a canonical CBOR array
// of authenticatorData, clientDataJSON and the authenticator's DER signature. The challenge of the
// assertion is the SHA-256 of the bytes to be signed.
func WebAuthnSignature(authenticatorData, clientDataJSON, signature []byte) []byte {
	var e encoder
	e.array(3)
	e.bytes(authenticatorData)
	e.bytes(clientDataJSON)
	e.bytes(signature)
	return e.buf
}

// assertionFault checks an assertion (Web Authentication level 2, section 7.2, steps 11 to 20). The site
// is not its matter: the key was made for one site, and whoever enrolled it saw which.
func assertionFault(key, message, packed []byte) string {
	w := walker{data: packed}
	w.tuple(3)
	authData, client, sig := w.bytes(), w.bytes(), w.bytes()
	if w.end() != "" {
		return "not an assertion"
	}
	var said struct {
		Type      string `json:"type"`
		Challenge string `json:"challenge"`
	}
	if json.Unmarshal(client, &said) != nil || said.Type != "webauthn.get" {
		return "not an assertion"
	}
	challenge := sha256.Sum256(message)
	if said.Challenge != base64.RawURLEncoding.EncodeToString(challenge[:]) {
		return "assertion answers another challenge"
	}
	if len(authData) < authDataLength || authData[32]&userPresent == 0 || authData[32]&userVerified == 0 {
		return "assertion without the person's presence and verification"
	}
	clientHash := sha256.Sum256(client)
	digest := sha256.Sum256(bytes.Join([][]byte{authData, clientHash[:]}, nil))
	if public := parseP256(key); public == nil || !ecdsa.VerifyASN1(public, digest[:], sig) {
		return "signature does not fit"
	}
	return ""
}
