package node

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/textproto"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail"
)

// Mail says through which server the node sends mail, and as whom. The zero value sends none.
type Mail struct {
	Server       string // host:port; port 465 speaks TLS from the start, others must offer it
	From         string // address
	User         string // "" for a server that asks for none
	PasswordFile string
	Roots        string // PEM file of the authorities that the server's certificate is from; "" trusts the system's
}

// mailTime is how long the mail server may take (our decision): somebody waits for the page.
const mailTime = 15 * time.Second

// usable reports whether there is a server.
func (m Mail) usable() bool { return m.Server != "" && m.From != "" }

// Why mail could not be sent, for people.
const (
	MailSettings    = "settings"    // the settings cannot be used
	MailUnreachable = "unreachable" // nobody answers there
	MailSilent      = "silent"      // it takes too long
	MailUntrusted   = "untrusted"   // its certificate is not one to trust, or it offers no TLS
	MailSignIn      = "sign-in"     // it refuses the name or the password
	MailLater       = "later"       // it asks to try again later
	MailRefused     = "refused"     // it does not take this mail
)

// MailError says why a mail could not be sent. Neither it nor its cause names an address, which is somebody's.
type MailError struct {
	Why   string
	Cause error
}

// Error says it in English.
func (e *MailError) Error() string { return "the mail could not be sent: " + mailSays[e.Why] }

// Unwrap gives the cause, for the log.
func (e *MailError) Unwrap() error { return e.Cause }

var mailSays = map[string]string{
	MailSettings: "the settings for mail cannot be used: see --smtp, --smtp-from, --smtp-password-file and --smtp-ca", MailUnreachable: "no mail server answers there: see --smtp",
	MailSilent: "the mail server does not answer in time", MailUntrusted: "the mail server's certificate is not one that this machine trusts, or it offers no encryption: see --smtp-ca",
	MailSignIn: "the mail server refuses the name or the password: see --smtp-user and --smtp-password-file", MailLater: "the mail server asks to try again later",
	MailRefused: "the mail server does not take it: is the address right?",
}

// Send sends one plain text. What fails is a [MailError].
func (m Mail) Send(ctx context.Context, to, subject, text string) error {
	ctx, cancel := context.WithTimeout(ctx, mailTime)
	defer cancel()
	msg := mail.NewMsg(mail.WithNoDefaultUserAgent())
	if err := msg.From(m.From); err != nil {
		return &MailError{MailSettings, errors.New("the sender is no mail address")} // the library's error repeats it
	}
	// A letter tells neither what wrote it nor what the machine is called: where the library would name that machine, the
	// sender's domain stands.
	_, domain, _ := strings.Cut(msg.GetFrom()[0].Address, "@")
	msg.SetMessageIDWithValue(rand.Text() + "@" + domain)
	client, err := m.client(ctx, domain)
	if err != nil {
		return &MailError{MailSettings, err}
	}
	if err := msg.To(to); err != nil {
		return &MailError{MailRefused, errors.New("the recipient is no mail address")}
	}
	msg.Subject(subject)
	msg.SetBodyString(mail.TypeTextPlain, text)
	if err := client.DialAndSendWithContext(ctx, msg); err != nil {
		return unsent(err)
	}
	return nil
}

// sendOr sends one plain text, and says why if it could not: whoever waits for the page hands it over themselves, and
// the log tells whoever runs the house.
func (m Mail) sendOr(ctx context.Context, log *slog.Logger, to, subject, text string) (why string) {
	err := m.Send(ctx, to, subject, text)
	var failed *MailError
	if errors.As(err, &failed) {
		log.Error("a link could not be mailed", slog.String("why", failed.Why), slog.Any("error", failed.Cause))
		return failed.Why
	}
	return ""
}

// unsent finds out why a mail could not be sent. Of what the server answered only the number is kept: it likes to
// repeat the address.
func unsent(err error) *MailError {
	var answer *textproto.Error
	var send *mail.SendError
	code := 0
	switch {
	case errors.As(err, &send):
		code = send.ErrorCode()
		return &MailError{whyNot(err, code), fmt.Errorf("%s: answered %d", send.Reason, code)}
	case errors.As(err, &answer):
		code = answer.Code
		return &MailError{whyNot(err, code), fmt.Errorf("answered %d", code)}
	}
	return &MailError{whyNot(err, code), err}
}

func whyNot(err error, code int) string {
	var certificate *tls.CertificateVerificationError
	var network net.Error
	var dial *net.OpError
	switch {
	case errors.As(err, &certificate), strings.Contains(err.Error(), "support STARTTLS"), strings.Contains(err.Error(), "support SMTP AUTH"):
		return MailUntrusted // the last: to a server on this machine, in the clear, that lets people sign on over TLS alone
	case slices.Contains(signInCodes, code), errors.Is(err, mail.ErrNoSupportedAuthDiscovered):
		return MailSignIn
	case code/100 == 4:
		return MailLater
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded), errors.As(err, &network) && network.Timeout():
		return MailSilent
	case errors.As(err, &dial) && dial.Op == "dial":
		return MailUnreachable
	}
	return MailRefused
}

// signInCodes are the answers of RFC 4954 and 5321 to somebody who is not let in.
var signInCodes = []int{530, 534, 535, 538}

// client greets by a name, and speaks TLS to every server but one on this very machine; to that too, if it says which certificate to trust.
func (m Mail) client(ctx context.Context, greet string) (*mail.Client, error) {
	host, port, err := net.SplitHostPort(m.Server)
	if err != nil {
		return nil, err
	}
	number, err := strconv.Atoi(port)
	if err != nil {
		return nil, err
	}
	ends, _ := ctx.Deadline() // [Mail.Send] sets one
	trust := &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12}
	if m.Roots != "" {
		if trust.RootCAs, err = authorities(m.Roots); err != nil {
			return nil, err
		}
	}
	options := []mail.Option{mail.WithPort(number), mail.WithTLSPolicy(mail.TLSMandatory), mail.WithTLSConfig(trust), mail.WithTimeout(time.Until(ends)), mail.WithHELO(greet)}
	if ip := net.ParseIP(host); m.Roots == "" && (host == "localhost" || ip != nil && ip.IsLoopback()) {
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	} else if number == 465 {
		options = append(options, mail.WithSSL())
	}
	if m.User != "" {
		password, err := os.ReadFile(m.PasswordFile)
		if err != nil {
			return nil, err
		}
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(m.User), mail.WithPassword(strings.TrimSpace(string(password))))
	}
	return mail.NewClient(host, options...)
}
