// Package mail hands e-mails to a mail server over SMTP. Use case gateway/mail decides what is sent and when; errors tell
// whether trying again may help, and never hold an address.
package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	netmail "net/mail"
	"net/url"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"github.com/tillway/tillway/gateway/pos"
)

// timeout bounds each step of a conversation with the server; the context bounds the whole.
const timeout = 15 * time.Second

// Config is what a Sender needs.
type Config struct {
	// URL is smtp://user:password@host:port?from=…, or smtps:// where the server speaks TLS from the first byte. User and
	// password may be missing. From is the sender, such as shop@example.com or "Shop <shop@example.com>". With smtp:// TLS is
	// used where the server offers it, and always when there is a password and the server is another machine.
	URL string
	// TLS is used in place of the system's settings; for tests.
	TLS *tls.Config
}

// Sender sends e-mails. It is safe for concurrent use, and keeps no connection.
type Sender struct {
	host, from, domain string
	options            []gomail.Option
}

// New reads the configuration. It does not connect. Errors: invalid.
func New(cfg Config) (*Sender, error) {
	u, err := url.Parse(cfg.URL)
	if err != nil || u.Hostname() == "" || u.Scheme != "smtp" && u.Scheme != "smtps" {
		return nil, pos.Invalid("Give the mail server as smtp://user:password@host:port?from=shop@example.com, or smtps://…; characters such as @ in the password as %%40")
	}
	from, err := netmail.ParseAddress(u.Query().Get("from"))
	if err != nil {
		return nil, pos.Invalid("Add ?from=… with the address that receipts come from, such as ?from=shop@example.com")
	}
	_, domain, _ := strings.Cut(from.Address, "@")
	s := &Sender{host: u.Hostname(), from: from.String(), domain: domain}
	port, err := portOf(u)
	if err != nil {
		return nil, err
	}
	s.options = []gomail.Option{gomail.WithPort(port), gomail.WithTimeout(timeout), gomail.WithTLSPolicy(gomail.TLSOpportunistic)}
	if u.Scheme == "smtps" {
		s.options = append(s.options, gomail.WithSSL())
	}
	settings := &tls.Config{ServerName: s.host, MinVersion: tls.VersionTLS12}
	if cfg.TLS != nil {
		settings = cfg.TLS
	}
	s.options = append(s.options, gomail.WithTLSConfig(settings))
	if user := u.User.Username(); user != "" {
		password, _ := u.User.Password()
		// Discovery chooses the strongest way that the server offers, and none that tells the password without TLS.
		s.options = append(s.options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(user), gomail.WithPassword(password))
	}
	if _, err := gomail.NewClient(s.host, s.options...); err != nil {
		return nil, pos.Invalid("The mail server's address cannot be used: %s", strings.TrimPrefix(err.Error(), "failed to apply option: "))
	}
	return s, nil
}

// portOf is the port of a URL, by default that for handing in mail (RFC 6409), or with TLS (RFC 8314).
func portOf(u *url.URL) (int, error) {
	switch {
	case u.Port() != "":
		port, err := strconv.Atoi(u.Port())
		if err != nil || port < 1 || port > 65535 {
			return 0, pos.Invalid("The mail server's port %q is none", u.Port())
		}
		return port, nil
	case u.Scheme == "smtps":
		return 465, nil
	}
	return 587, nil
}

// Send hands a message to the server. It returns when the server has taken it. Errors: unavailable, when the server cannot be
// reached, refuses us, or may take the message later; invalid, when it will never take it.
func (s *Sender) Send(ctx context.Context, m pos.Message) error {
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	if err := msg.From(s.from); err != nil {
		return pos.Invalid("The sender's address is refused")
	}
	if err := msg.To(m.To); err != nil {
		return pos.Invalid("The receiver's address is refused")
	}
	msg.Subject(m.Subject)
	msg.SetMessageIDWithValue(m.ID + "@" + s.domain)
	msg.SetDate()
	// Nobody's out-of-office answer is wanted (RFC 3834).
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.SetBodyString(gomail.TypeTextPlain, m.Text)
	msg.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	client, err := gomail.NewClient(s.host, s.options...)
	if err != nil {
		return pos.Invalid("The mail server's address cannot be used")
	}
	if err := client.DialWithContext(ctx); err != nil {
		// Without the library's text: a server may answer with anything, the password's owner among it.
		return pos.Unavailable(nil, "The mail server cannot be reached, or refuses us (%s)", reason(err))
	}
	if err := client.Send(msg); err != nil {
		_ = client.Close()
		return refused(err)
	}
	// The server has taken it; whether it still hears goodbye does not matter.
	_ = client.Close()
	return nil
}

// refused tells whether trying again may help. Servers repeat addresses in their answers, so these stay out.
func refused(err error) error {
	sent, ok := errors.AsType[*gomail.SendError](err)
	if !ok {
		return pos.Unavailable(nil, "The mail server broke off")
	}
	told := fmt.Sprintf("%s, code %d %s", sent.Reason, sent.ErrorCode(), sent.EnhancedStatusCode())
	// What is wrong with the sender or with signing in can be mended; the receiver and the message stay what they are.
	aboutMessage := sent.Reason == gomail.ErrSMTPRcptTo || sent.Reason == gomail.ErrSMTPData || sent.Reason == gomail.ErrSMTPDataClose
	if code := sent.ErrorCode(); aboutMessage && code >= 500 && code < 600 {
		return pos.Invalid("The mail server does not take the message (%s)", strings.TrimSpace(told))
	}
	return pos.Unavailable(nil, "The mail server does not take the message now (%s)", strings.TrimSpace(told))
}

// reason is the kind of a failure to connect, without what the server said.
func reason(err error) string {
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return "it does not answer in time"
	case errors.Is(err, gomail.ErrNoSupportedAuthDiscovered):
		return "it offers no way to sign in that keeps the password secret"
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return "its certificate is not trusted"
	}
	text := err.Error()
	for _, known := range []string{"connection refused", "no such host", "535", "534", "530", "STARTTLS", "certificate"} {
		if strings.Contains(text, known) {
			return known
		}
	}
	return "no connection"
}
