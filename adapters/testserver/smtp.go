package testserver

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"io"
	"math/big"
	"net"
	"net/textproto"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// Mail is a message that a MailServer took, or was offered.
type Mail struct {
	From, To string
	Data     string
	// TLS says that it came over an encrypted connection, User who had signed in.
	TLS  bool
	User string
}

// MailServer is a mail server in this process that speaks SMTP over TCP and keeps what it takes.
type MailServer struct {
	// Addr is its host and port.
	Addr string
	// ClientTLS trusts its certificate.
	ClientTLS *tls.Config

	listener net.Listener
	server   *tls.Config
	options  MailOptions
	mu       sync.Mutex
	taken    []Mail
	replies  []string
	arrived  chan struct{}
}

// MailOptions say what a MailServer offers.
type MailOptions struct {
	// StartTLS offers encryption; ImplicitTLS begins with it.
	StartTLS, ImplicitTLS bool
	// User and Password, if set, are asked for.
	User, Password string
}

// StartMail starts a mail server that ends with the test.
func StartMail(t testing.TB, options MailOptions) *MailServer {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &MailServer{Addr: l.Addr().String(), listener: l, options: options, arrived: make(chan struct{}, 1)}
	if err := s.certify(); err != nil {
		t.Fatal(err)
	}
	if options.ImplicitTLS {
		s.listener = tls.NewListener(l, s.server)
	}
	var talks sync.WaitGroup
	talks.Go(func() { s.serve(&talks) })
	t.Cleanup(func() {
		_ = l.Close()
		talks.Wait()
	})
	return s
}

// certify makes a certificate for 127.0.0.1.
func (s *MailServer) certify() error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return err
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		return err
	}
	roots := x509.NewCertPool()
	roots.AddCert(leaf)
	s.server = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}, MinVersion: tls.VersionTLS12}
	s.ClientTLS = &tls.Config{RootCAs: roots, ServerName: "127.0.0.1", MinVersion: tls.VersionTLS12}
	return nil
}

// Reply has the next receivers answered so, one after another, such as "450 4.2.0 try later"; empty is yes, "drop" ends the
// connection after the message was taken, without an answer.
func (s *MailServer) Reply(replies ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.replies = append(s.replies, replies...)
}

// Taken are the messages so far.
func (s *MailServer) Taken() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.taken)
}

// Await returns the messages once there are n of them, and fails the test when that takes too long.
func (s *MailServer) Await(t testing.TB, n int) []Mail {
	t.Helper()
	late := time.After(30 * time.Second)
	for {
		if taken := s.Taken(); len(taken) >= n {
			return taken
		}
		select {
		case <-s.arrived:
		case <-late:
			t.Fatalf("the mail server has %d messages, want %d", len(s.Taken()), n)
		}
	}
}

func (s *MailServer) serve(talks *sync.WaitGroup) {
	for {
		conn, err := s.listener.Accept()
		if err != nil {
			return
		}
		talks.Go(func() {
			defer func() { _ = conn.Close() }()
			_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
			(&talk{server: s, conn: conn, text: textproto.NewConn(conn), tls: s.options.ImplicitTLS}).run()
		})
	}
}

// talk is one conversation.
type talk struct {
	server *MailServer
	conn   net.Conn
	text   *textproto.Conn
	tls    bool
	user   string
	mail   Mail
	reply  string // to the receiver in hand
}

func (k *talk) run() {
	k.say("220 test ESMTP")
	for {
		line, err := k.text.ReadLine()
		if err != nil {
			return
		}
		command, rest, _ := strings.Cut(line, " ")
		if !k.answer(strings.ToUpper(command), rest) {
			return
		}
	}
}

func (k *talk) say(format string, args ...any) { _ = k.text.PrintfLine(format, args...) }

// answer answers one command; false ends the conversation.
func (k *talk) answer(command, rest string) bool {
	options := k.server.options
	switch command {
	case "EHLO", "HELO":
		offers := []string{"test", "8BITMIME", "SMTPUTF8"}
		if options.StartTLS && !k.tls {
			offers = append(offers, "STARTTLS")
		}
		if options.User != "" {
			offers = append(offers, "AUTH PLAIN LOGIN")
		}
		for i, offer := range offers {
			k.say("250%s%s", map[bool]string{true: " ", false: "-"}[i == len(offers)-1], offer)
		}
	case "STARTTLS":
		k.say("220 go ahead")
		secure := tls.Server(k.conn, k.server.server)
		k.conn, k.text, k.tls = secure, textproto.NewConn(secure), true
	case "AUTH":
		k.authenticate(rest)
	case "MAIL":
		if options.User != "" && k.user == "" {
			k.say("530 5.7.0 sign in first")
			return true
		}
		k.mail = Mail{From: address(rest), TLS: k.tls, User: k.user}
		k.say("250 ok")
	case "RCPT":
		k.mail.To = address(rest)
		if k.reply = k.server.nextReply(); k.reply == "" || k.reply == "drop" {
			k.say("250 ok")
		} else {
			k.say("%s", k.reply)
		}
	case "DATA":
		k.say("354 go on")
		data, err := io.ReadAll(bufio.NewReader(k.text.DotReader()))
		if err != nil {
			return false
		}
		k.mail.Data = string(data)
		k.server.take(k.mail)
		if k.reply == "drop" {
			return false
		}
		k.say("250 taken")
	case "QUIT":
		k.say("221 bye")
		return false
	case "RSET", "NOOP":
		k.say("250 ok")
	default:
		k.say("502 what?")
	}
	return true
}

func (k *talk) authenticate(rest string) {
	_, encoded, _ := strings.Cut(rest, " ")
	plain, _ := base64.StdEncoding.DecodeString(encoded)
	if parts := strings.Split(string(plain), "\x00"); len(parts) == 3 && parts[1] == k.server.options.User && parts[2] == k.server.options.Password {
		k.user = parts[1]
		k.say("235 2.7.0 welcome")
		return
	}
	k.say("535 5.7.8 no")
}

func (s *MailServer) nextReply() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.replies) == 0 {
		return ""
	}
	reply := s.replies[0]
	s.replies = s.replies[1:]
	return reply
}

func (s *MailServer) take(m Mail) {
	s.mu.Lock()
	s.taken = append(s.taken, m)
	s.mu.Unlock()
	select {
	case s.arrived <- struct{}{}:
	default:
	}
}

// address is what stands between angle brackets.
func address(text string) string {
	_, text, _ = strings.Cut(text, "<")
	text, _, _ = strings.Cut(text, ">")
	return text
}
