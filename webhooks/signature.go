package webhooks

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"log/slog"
	"strings"

	"github.com/tillway/tillway/gateway/pos"
)

const (
	// minSecretBytes is the least that the Standard Webhooks specification allows for a symmetric secret.
	minSecretBytes = 24
	// maxSignatures bounds the work that one header can cause. Rotating a key needs two.
	maxSignatures = 8
)

// Secret is a key that a sender signs with. It prints as a placeholder.
type Secret struct{ key []byte }

// ParseSecret reads a secret in the form of the Standard Webhooks specification: "whsec_" and the key in base64, at least
// 24 bytes of it. Errors: invalid; the message never repeats the secret.
func ParseSecret(s string) (Secret, error) {
	encoded, ok := strings.CutPrefix(strings.TrimSpace(s), "whsec_")
	if !ok {
		return Secret{}, pos.Invalid(`a webhook secret begins with "whsec_": make one with echo "whsec_$(openssl rand -base64 32)"`)
	}
	key, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return Secret{}, pos.Invalid(`a webhook secret is base64 after "whsec_": make one with echo "whsec_$(openssl rand -base64 32)"`)
	}
	if len(key) < minSecretBytes {
		return Secret{}, pos.Invalid(`a webhook secret needs at least %d bytes, this one has %d: make one with echo "whsec_$(openssl rand -base64 32)"`, minSecretBytes, len(key))
	}
	return Secret{key: key}, nil
}

// String hides the secret.
func (Secret) String() string { return "whsec_[redacted]" }

// GoString hides the secret from %#v too.
func (s Secret) GoString() string { return s.String() }

// LogValue hides the secret from logs.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// Sign returns the value of the webhook-signature header for a message: "v1," and the base64 HMAC-SHA256 of
// "<id>.<timestamp>.<body>".
func (s Secret) Sign(id, timestamp string, body []byte) string {
	return "v1," + base64.StdEncoding.EncodeToString(s.mac(id, timestamp, body))
}

func (s Secret) mac(id, timestamp string, body []byte) []byte {
	h := hmac.New(sha256.New, s.key)
	h.Write([]byte(id))
	h.Write([]byte{'.'})
	h.Write([]byte(timestamp))
	h.Write([]byte{'.'})
	h.Write(body)
	return h.Sum(nil)
}

// ParseSignatures returns the v1 signatures of a webhook-signature header, in order. Versions and encodings that it does
// not know are passed over, as the specification asks; entries after the eighth are not looked at.
func ParseSignatures(header string) [][]byte {
	var out [][]byte
	seen := 0
	for entry := range strings.FieldsSeq(header) {
		if seen++; seen > maxSignatures {
			break
		}
		encoded, ok := strings.CutPrefix(entry, "v1,")
		if !ok {
			continue
		}
		mac, err := base64.StdEncoding.DecodeString(encoded)
		if err != nil || len(mac) != sha256.Size {
			continue
		}
		out = append(out, mac)
	}
	return out
}

// signedByAny compares every signature with every secret, without telling by its duration how near one came.
func signedByAny(secrets []Secret, id, timestamp string, body []byte, signatures [][]byte) bool {
	found := false
	for _, s := range secrets {
		want := s.mac(id, timestamp, body)
		for _, got := range signatures {
			if hmac.Equal(want, got) {
				found = true
			}
		}
	}
	return found
}
