package mail_test

import (
	"context"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"strconv"
	"strings"
	"testing"

	"github.com/tillway/tillway/adapters/mail"
	"github.com/tillway/tillway/adapters/testserver"
	"github.com/tillway/tillway/gateway/pos"
)

func message() pos.Message {
	return pos.Message{ID: "id-1", To: "ann@example.com", Subject: "Beleg NYC1-7, Größe", Text: "Summe: 12,50 €\n", HTML: "<p>Summe: 12,50&nbsp;€</p>"}
}

func sender(t *testing.T, s *testserver.MailServer, url string) *mail.Sender {
	t.Helper()
	got, err := mail.New(mail.Config{URL: strings.ReplaceAll(url, "HOST", s.Addr), TLS: s.ClientTLS})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestSend(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		options testserver.MailOptions
		url     string
		tls     bool
	}{
		"in the clear, to a server that offers nothing else": {testserver.MailOptions{}, "smtp://HOST?from=shop@example.com", false},
		"encrypted where that is offered":                    {testserver.MailOptions{StartTLS: true}, "smtp://HOST?from=shop@example.com", true},
		"encrypted from the first byte":                      {testserver.MailOptions{ImplicitTLS: true}, "smtps://HOST?from=shop@example.com", true},
		"signed in":                                          {testserver.MailOptions{StartTLS: true, User: "shop", Password: "p@ss"}, "smtp://shop:p%40ss@HOST?from=shop@example.com", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := testserver.StartMail(t, c.options)
			if err := sender(t, s, c.url).Send(t.Context(), message()); err != nil {
				t.Fatal(err)
			}
			taken := s.Await(t, 1)
			if got := taken[0]; got.TLS != c.tls || got.User != c.options.User || got.From != "shop@example.com" || got.To != "ann@example.com" {
				t.Errorf("%+v", got)
			}
		})
	}
}

func TestAMessageIsReadByMailPrograms(t *testing.T) {
	t.Parallel()
	s := testserver.StartMail(t, testserver.MailOptions{})
	if err := sender(t, s, `smtp://HOST?from=Caf%C3%A9+Uno+<shop@example.com>`).Send(t.Context(), message()); err != nil {
		t.Fatal(err)
	}
	m, err := netmail.ReadMessage(strings.NewReader(s.Await(t, 1)[0].Data))
	if err != nil {
		t.Fatal(err)
	}
	from, err := m.Header.AddressList("From")
	if err != nil || from[0].Name != "Café Uno" || from[0].Address != "shop@example.com" {
		t.Errorf("from %v, %v", from, err)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil || subject != "Beleg NYC1-7, Größe" {
		t.Errorf("subject %q, %v", subject, err)
	}
	if id := m.Header.Get("Message-Id"); id != "<id-1@example.com>" {
		t.Errorf("message id %s", id)
	}
	if m.Header.Get("Auto-Submitted") != "auto-generated" || m.Header.Get("Date") == "" {
		t.Errorf("%v", m.Header)
	}
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("%s, %v", kind, err)
	}
	parts := multipart.NewReader(m.Body, params["boundary"])
	for _, want := range []string{message().Text, message().HTML} {
		part, err := parts.NextRawPart()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(quotedprintable.NewReader(part))
		if got := strings.ReplaceAll(string(body), "\r\n", "\n"); err != nil || strings.TrimSpace(got) != strings.TrimSpace(want) {
			t.Errorf("%q, want %q, %v", got, want, err)
		}
	}
}

func TestWhatTheServerRefuses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		reply string
		kind  pos.Kind
	}{
		"a mailbox that is full for now":             {"452 4.2.2 <ann@example.com> over quota", pos.KindUnavailable},
		"a mailbox that does not exist":              {"550 5.1.1 <ann@example.com> no such user", pos.KindInvalid},
		"a connection that broke before it said yes": {"drop", pos.KindUnavailable},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := testserver.StartMail(t, testserver.MailOptions{})
			s.Reply(c.reply)
			err := sender(t, s, "smtp://HOST?from=shop@example.com").Send(t.Context(), message())
			if pos.KindOf(err) != c.kind {
				t.Fatalf("%v", err)
			}
			if strings.Contains(err.Error(), "ann@") {
				t.Errorf("the error tells the address: %v", err)
			}
		})
	}
}

func TestWhatKeepsUsFromTheServer(t *testing.T) {
	t.Parallel()
	s := testserver.StartMail(t, testserver.MailOptions{User: "shop", Password: "secret", StartTLS: true})
	port, err := testserver.FreePort()
	if err != nil {
		t.Fatal(err)
	}
	for name, url := range map[string]string{
		"a wrong password": "smtp://shop:wrong-word@HOST?from=shop@example.com",
		"nobody listens":   "smtp://127.0.0.1:" + strconv.Itoa(port) + "?from=shop@example.com",
		"not signed in":    "smtp://HOST?from=shop@example.com",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := sender(t, s, url).Send(t.Context(), message())
			if pos.KindOf(err) != pos.KindUnavailable || strings.Contains(err.Error(), "wrong-word") || strings.Contains(err.Error(), "ann@") {
				t.Errorf("%v", err)
			}
		})
	}
	t.Run("a certificate that nobody trusts", func(t *testing.T) {
		t.Parallel()
		plain, err := mail.New(mail.Config{URL: "smtp://" + s.Addr + "?from=shop@example.com"})
		if err != nil {
			t.Fatal(err)
		}
		if err := plain.Send(t.Context(), message()); pos.KindOf(err) != pos.KindUnavailable || !strings.Contains(err.Error(), "certificate") {
			t.Errorf("%v", err)
		}
	})
	t.Run("time is over", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := sender(t, s, "smtp://HOST?from=shop@example.com").Send(ctx, message()); pos.KindOf(err) != pos.KindUnavailable {
			t.Errorf("%v", err)
		}
	})
	if len(s.Taken()) != 0 {
		t.Errorf("%+v", s.Taken())
	}
}

func TestAddressesOfServersThatCannotBe(t *testing.T) {
	t.Parallel()
	for _, url := range []string{"", "mail.example.com", "http://mail.example.com?from=a@b.c", "smtp://?from=a@b.c", "smtp://mail.example.com",
		"smtp://mail.example.com?from=nobody", "smtp://mail.example.com:99999?from=a@b.c", "smtp://u:p@ss@%zz?from=a@b.c"} {
		if _, err := mail.New(mail.Config{URL: url}); pos.KindOf(err) != pos.KindInvalid {
			t.Errorf("%q: %v", url, err)
		}
	}
	for _, url := range []string{"smtp://mail.example.com?from=a@b.c", "smtps://u:p%40@mail.example.com:465?from=Shop+<a@b.c>"} {
		if _, err := mail.New(mail.Config{URL: url}); err != nil {
			t.Errorf("%q: %v", url, err)
		}
	}
}
