package pos

import "time"

// ReceiptMail is a receipt that somebody asked to get by e-mail. It is kept until it was sent or given up, and no longer: it
// holds an address.
type ReceiptMail struct {
	// ID names the order and the address: the same wish twice, before it came true, is one.
	ID      string
	OrderID string
	Address string
	AskedAt time.Time
	// Attempts counts the leases so far, Token tells this one from others.
	Attempts int
	Token    string
}

// Message is an e-mail to one address. Its ID is the same each time it is sent, so that receivers can tell a double.
type Message struct {
	ID, To, Subject string
	Text, HTML      string
}
