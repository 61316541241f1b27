package token_test

import (
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/tillway/tillway/adapters/token"
	"github.com/tillway/tillway/gateway/pos"
)

var (
	start = time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	ann   = pos.Principal{DeviceID: "d1", RegisterID: "NYC1", LocationID: "nyc", StaffID: "ann", Role: pos.RoleManager}
)

func newKey(t *testing.T) []byte {
	t.Helper()
	key, err := token.Generate()
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func config(now time.Time, keys ...[]byte) token.Config {
	return token.Config{Keys: keys, Issuer: "tillway", Audience: "pos", Leeway: 30 * time.Second, Now: func() time.Time { return now }}
}

func tokens(t *testing.T, cfg token.Config) *token.Tokens {
	t.Helper()
	tokens, err := token.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return tokens
}

func issue(t *testing.T, tokens *token.Tokens) string {
	t.Helper()
	signed, err := tokens.Issue(ann, start.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

func TestTokensCarryAPrincipal(t *testing.T) {
	t.Parallel()
	tokens := tokens(t, config(start, newKey(t)))
	p, err := tokens.Verify(issue(t, tokens))
	if err != nil || !reflect.DeepEqual(p, ann) {
		t.Errorf("%+v, %v", p, err)
	}
	if _, err := tokens.Issue(pos.Principal{}, start); pos.KindOf(err) != pos.KindInvalid {
		t.Errorf("a token for nobody: %v", err)
	}
}

func TestKeysRotate(t *testing.T) {
	t.Parallel()
	old, fresh := newKey(t), newKey(t)
	before := tokens(t, config(start, old))
	during := tokens(t, config(start, append(append([]byte{}, fresh...), old...))) // one file with both
	after := tokens(t, config(start, fresh))
	if _, err := during.Verify(issue(t, before)); err != nil {
		t.Errorf("an old token while both keys are there: %v", err)
	}
	if _, err := after.Verify(issue(t, during)); err != nil {
		t.Errorf("the first key signs: %v", err)
	}
	if _, err := after.Verify(issue(t, before)); err == nil {
		t.Error("a token of a key that was taken out")
	}
}

func TestVerifyRefuses(t *testing.T) {
	t.Parallel()
	key := newKey(t)
	ours := tokens(t, config(start, key))
	good := issue(t, ours)
	parts := strings.Split(good, ".")
	other := config(start, key)
	other.Audience = "elsewhere"
	foreign := config(start, key)
	foreign.Issuer = "somebody"
	claims := decode(t, parts[1])
	with := func(name string, value any) map[string]any {
		c := map[string]any{}
		for k, v := range claims {
			c[k] = v
		}
		c[name] = value
		if value == nil {
			delete(c, name)
		}
		return c
	}
	header := decode(t, parts[0])
	cases := map[string]string{
		"algorithm none":                   join(map[string]any{"alg": "none", "kid": header["kid"]}, claims) + ".",
		"HS256 signed with the public key": hs256(t, key, header["kid"], claims),
		"a key of somebody else":           issue(t, tokens(t, config(start, newKey(t)))),
		"a stranger's key under our kid":   sign(t, newKey(t), map[string]any{"alg": "EdDSA", "kid": header["kid"]}, claims),
		"an unknown kid":                   sign(t, key, map[string]any{"alg": "EdDSA", "kid": "nope"}, claims),
		"no kid":                           sign(t, key, map[string]any{"alg": "EdDSA"}, claims),
		"another audience":                 issue(t, tokens(t, other)),
		"another issuer":                   issue(t, tokens(t, foreign)),
		"no expiry":                        sign(t, key, header, with("exp", nil)),
		"no subject":                       sign(t, key, header, with("sub", nil)),
		"a not yet valid token":            sign(t, key, header, with("nbf", start.Add(time.Hour).Unix())),
		"issued in the future":             sign(t, key, header, with("iat", start.Add(time.Hour).Unix())),
		"a changed payload":                parts[0] + "." + segment(with("reg", "LA1")) + "." + parts[2],
		"a truncated signature":            good[:len(good)-10],
		"no signature":                     parts[0] + "." + parts[1],
		"an empty text":                    "",
		"three dots":                       "...",
		"a very long text":                 strings.Repeat("a", 1<<20),
	}
	for name, bad := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := ours.Verify(bad)
			if pos.CodeOf(err) != pos.CodeUnauthenticated {
				t.Fatalf("Verify: %v", err)
			}
			if got := pos.MessageOf(err); got != "This token is not valid. Enrol the device again." {
				t.Errorf("the message tells why: %q", got)
			}
		})
	}
	t.Run("an expired token of another audience or issuer, without saying which", func(t *testing.T) {
		t.Parallel()
		for _, name := range []string{"aud", "iss"} {
			_, err := tokens(t, config(start.Add(2*time.Hour), key)).Verify(sign(t, key, header, with(name, "elsewhere")))
			if pos.MessageOf(err) != "This token is not valid. Enrol the device again." {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
	t.Run("an expired token, saying so, after the leeway", func(t *testing.T) {
		t.Parallel()
		if _, err := tokens(t, config(start.Add(time.Hour+29*time.Second), key)).Verify(good); err != nil {
			t.Errorf("within the leeway: %v", err)
		}
		_, err := tokens(t, config(start.Add(time.Hour+31*time.Second), key)).Verify(good)
		if pos.CodeOf(err) != pos.CodeUnauthenticated || !strings.Contains(pos.MessageOf(err), "expired") {
			t.Errorf("Verify: %v", err)
		}
	})
}

func decode(t *testing.T, segment string) map[string]any {
	t.Helper()
	b, err := base64.RawURLEncoding.DecodeString(segment)
	if err != nil {
		t.Fatal(err)
	}
	var v map[string]any
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func segment(v map[string]any) string {
	b, _ := json.Marshal(v)
	return base64.RawURLEncoding.EncodeToString(b)
}

func join(header, claims map[string]any) string { return segment(header) + "." + segment(claims) }

func private(t *testing.T, key []byte) ed25519.PrivateKey {
	t.Helper()
	block, _ := pem.Decode(key)
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	return parsed.(ed25519.PrivateKey)
}

func sign(t *testing.T, key []byte, header, claims map[string]any) string {
	t.Helper()
	text := join(header, claims)
	return text + "." + base64.RawURLEncoding.EncodeToString(ed25519.Sign(private(t, key), []byte(text)))
}

func hs256(t *testing.T, key []byte, kid any, claims map[string]any) string {
	t.Helper()
	text := join(map[string]any{"alg": "HS256", "kid": kid}, claims)
	mac := hmac.New(sha256.New, private(t, key).Public().(ed25519.PublicKey))
	mac.Write([]byte(text))
	return text + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

func FuzzVerify(f *testing.F) {
	key, err := token.Generate()
	if err != nil {
		f.Fatal(err)
	}
	ours, err := token.New(config(start, key))
	if err != nil {
		f.Fatal(err)
	}
	theirs, _ := token.Generate()
	stranger, _ := token.New(config(start, theirs))
	forged, _ := stranger.Issue(ann, start.Add(time.Hour))
	f.Add(forged)
	f.Fuzz(func(t *testing.T, s string) {
		if p, err := ours.Verify(s); err == nil {
			t.Errorf("verified %q as %+v", s, p)
		}
	})
}
