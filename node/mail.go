package node

import (
	"context"
	"net"
	"os"
	"strconv"
	"strings"

	"github.com/wneessen/go-mail"

	"willing/desk"
)

// Mail says through which server the node sends mail, and as whom. The zero value sends none.
type Mail struct {
	Server       string // host:port; port 465 speaks TLS from the start, others must offer it
	From         string // address
	User         string // "" for a server that asks for none
	PasswordFile string
}

// usable reports whether there is a server.
func (m Mail) usable() bool { return m.Server != "" && m.From != "" }

// Send sends one plain text. What fails is told without the address, which is somebody's.
func (m Mail) Send(ctx context.Context, to, subject, text string) error {
	client, err := m.client()
	if err != nil {
		return &desk.Error{Kind: desk.BadInput, Say: "the settings for mail cannot be used: see --smtp", Cause: err}
	}
	msg := mail.NewMsg()
	if err := msg.From(m.From); err != nil {
		return &desk.Error{Kind: desk.BadInput, Say: "the address that mail comes from is none: see --smtp-from"}
	}
	if err := msg.To(to); err != nil {
		return &desk.Error{Kind: desk.BadInput, Say: "the mail address cannot be used"}
	}
	msg.Subject(subject)
	msg.SetBodyString(mail.TypeTextPlain, text)
	if err := client.DialAndSendWithContext(ctx, msg); err != nil {
		return &desk.Error{Kind: desk.Unexpected, Say: "the mail could not be sent: the mail server did not take it", Cause: err}
	}
	return nil
}

// client speaks TLS to every server but one on this very machine.
func (m Mail) client() (*mail.Client, error) {
	host, port, err := net.SplitHostPort(m.Server)
	if err != nil {
		return nil, err
	}
	number, err := strconv.Atoi(port)
	if err != nil {
		return nil, err
	}
	options := []mail.Option{mail.WithPort(number), mail.WithTLSPolicy(mail.TLSMandatory)}
	if ip := net.ParseIP(host); host == "localhost" || ip != nil && ip.IsLoopback() {
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
