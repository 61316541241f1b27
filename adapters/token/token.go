// Package token issues and verifies the signed tokens that devices and staff carry: JWTs signed with Ed25519.
//
// It owns keys and claims, nothing else: whether a device is still welcome is for package register to say. Keys rotate by
// putting a new one in front: the first signs, all verify, and a token names its key by thumbprint.
package token

import (
	"crypto/ed25519"
	"errors"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/tillway/tillway/gateway/pos"
)

// maxTokenLength bounds what Verify decodes; our own tokens are below 600 bytes.
const maxTokenLength = 4096

// Config is what tokens are made and checked with.
type Config struct {
	// Keys are Ed25519 private keys in PEM (PKCS #8), one or more in each element. The first signs, all verify.
	Keys     [][]byte
	Issuer   string
	Audience string
	// Leeway is how far clocks may differ.
	Leeway time.Duration
	Now    func() time.Time
}

// Tokens issues and verifies tokens. It is safe for concurrent use.
type Tokens struct {
	signer   key
	keys     map[string]ed25519.PublicKey // by thumbprint
	issuer   string
	audience string
	now      func() time.Time
	parser   *jwt.Parser
}

// claims are a principal in a token.
type claims struct {
	jwt.RegisteredClaims        // sub is the device
	Register             string `json:"reg"`
	Location             string `json:"loc"`
	Staff                string `json:"stf,omitempty"`
	Role                 string `json:"rol,omitempty"`
}

// New reads the keys. It returns everything that is wrong with the configuration at once.
func New(cfg Config) (*Tokens, error) {
	keys, err := parseKeys(cfg.Keys)
	if cfg.Issuer == "" || cfg.Audience == "" || cfg.Now == nil {
		err = errors.Join(err, errors.New("issuer, audience and clock are required"))
	}
	if err != nil {
		return nil, err
	}
	t := &Tokens{signer: keys[0], keys: map[string]ed25519.PublicKey{}, issuer: cfg.Issuer, audience: cfg.Audience, now: cfg.Now}
	for _, k := range keys {
		t.keys[k.thumbprint] = k.public()
	}
	t.parser = jwt.NewParser(
		jwt.WithValidMethods([]string{jwt.SigningMethodEdDSA.Alg()}),
		jwt.WithExpirationRequired(),
		jwt.WithIssuedAt(),
		jwt.WithIssuer(cfg.Issuer),
		jwt.WithAudience(cfg.Audience),
		jwt.WithLeeway(cfg.Leeway),
		jwt.WithTimeFunc(cfg.Now),
		jwt.WithStrictDecoding(),
	)
	return t, nil
}

// Issue signs a token for a principal. The principal must have a device. Errors: invalid, internal.
func (t *Tokens) Issue(p pos.Principal, expires time.Time) (string, error) {
	if p.DeviceID == "" {
		return "", pos.Invalid("a token needs a device")
	}
	token := jwt.NewWithClaims(jwt.SigningMethodEdDSA, claims{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer: t.issuer, Audience: jwt.ClaimStrings{t.audience}, Subject: p.DeviceID,
			IssuedAt: jwt.NewNumericDate(t.now()), ExpiresAt: jwt.NewNumericDate(expires),
		},
		Register: p.RegisterID, Location: p.LocationID, Staff: p.StaffID, Role: string(p.Role),
	})
	token.Header["kid"] = t.signer.thumbprint
	signed, err := token.SignedString(t.signer.private)
	if err != nil {
		return "", pos.NewError(pos.KindInternal, pos.CodeInternal, "sign a token").Because(err)
	}
	return signed, nil
}

// Verify returns the principal of a token that one of our keys signed, for our audience, and that has not expired.
// Errors: unauthorized, with the same message for every fault but expiry: who forges learns nothing.
func (t *Tokens) Verify(token string) (pos.Principal, error) {
	if len(token) > maxTokenLength {
		return pos.Principal{}, refused("This token is not valid. Enrol the device again.", errors.New("token too long"))
	}
	var c claims
	_, err := t.parser.ParseWithClaims(token, &c, t.verificationKey)
	// Expired alone means that everything else was right, the signature included.
	if errors.Is(err, jwt.ErrTokenExpired) && !errors.Is(err, jwt.ErrTokenInvalidAudience) && !errors.Is(err, jwt.ErrTokenInvalidIssuer) {
		return pos.Principal{}, refused("This token has expired. Sign in or enrol the device again.", err)
	}
	if err == nil && c.Subject == "" {
		err = errors.New("token without subject")
	}
	if err != nil {
		return pos.Principal{}, refused("This token is not valid. Enrol the device again.", err)
	}
	return pos.Principal{
		DeviceID: c.Subject, RegisterID: c.Register, LocationID: c.Location, StaffID: c.Staff, Role: pos.Role(c.Role),
	}, nil
}

func (t *Tokens) verificationKey(token *jwt.Token) (any, error) {
	kid, _ := token.Header["kid"].(string)
	public, ok := t.keys[kid]
	if !ok {
		return nil, errors.New("unknown key id")
	}
	return public, nil
}

func refused(message string, cause error) error {
	return pos.NewError(pos.KindUnauthorized, pos.CodeUnauthenticated, "%s", message).Because(cause)
}
