package register

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"

	"github.com/tillway/tillway/gateway/pos"
)

// Cost of a new hash: OWASP's first choice for argon2id with little memory (19 MiB, two passes, one lane).
const (
	pinMemoryKiB = 19 * 1024
	pinPasses    = 2
	pinLanes     = 1
	pinSaltBytes = 16
	pinKeyBytes  = 32
)

// Bounds of what a configured hash may ask for, so that one cannot stall the gateway.
const (
	maxMemoryKiB = 256 * 1024
	maxPasses    = 16
	maxLanes     = 16
	maxPHCLength = 512
)

// HashPIN returns the argon2id hash of a PIN in PHC form, for the configuration. A PIN is 4 to 12 digits. Errors: invalid.
func HashPIN(pin string) (string, error) {
	if !validPIN(pin) {
		return "", pos.Invalid("A PIN is 4 to 12 digits.")
	}
	salt := make([]byte, pinSaltBytes)
	if _, err := rand.Read(salt); err != nil {
		return "", fmt.Errorf("read randomness: %w", err)
	}
	h := phc{memory: pinMemoryKiB, passes: pinPasses, lanes: pinLanes, salt: salt, key: make([]byte, pinKeyBytes)}
	h.key = h.derive(pin)
	return h.String(), nil
}

func validPIN(pin string) bool {
	return len(pin) >= 4 && len(pin) <= 12 && strings.Trim(pin, "0123456789") == ""
}

// phc is an argon2id hash: $argon2id$v=19$m=<KiB>,t=<passes>,p=<lanes>$<salt>$<key>.
type phc struct {
	memory uint32
	passes uint32
	lanes  uint8
	salt   []byte
	key    []byte
}

// noPIN is a hash that no PIN has and that costs as much as a real one: it is what an unknown person is checked against.
func noPIN() phc {
	return phc{memory: pinMemoryKiB, passes: pinPasses, lanes: pinLanes, salt: make([]byte, pinSaltBytes), key: make([]byte, pinKeyBytes)}
}

func parsePHC(s string) (phc, error) {
	var h phc
	parts := strings.Split(s, "$")
	if len(s) > maxPHCLength || len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" {
		return phc{}, errors.New("not an argon2id hash in PHC form; make one with HashPIN")
	}
	if parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return phc{}, fmt.Errorf("argon2 version %.10q is not supported", parts[2])
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &h.memory, &h.passes, &h.lanes); err != nil {
		return phc{}, fmt.Errorf("bad argon2 parameters: %w", err)
	}
	if h.memory < 8 || h.memory > maxMemoryKiB || h.passes < 1 || h.passes > maxPasses || h.lanes < 1 || h.lanes > maxLanes {
		return phc{}, errors.New("argon2 parameters are out of bounds")
	}
	var err error
	if h.salt, err = base64.RawStdEncoding.Strict().DecodeString(parts[4]); err != nil || len(h.salt) < 8 {
		return phc{}, errors.New("bad salt")
	}
	if h.key, err = base64.RawStdEncoding.Strict().DecodeString(parts[5]); err != nil || len(h.key) < 16 {
		return phc{}, errors.New("bad key")
	}
	return h, nil
}

func (h phc) String() string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, h.memory, h.passes, h.lanes,
		b64.EncodeToString(h.salt), b64.EncodeToString(h.key))
}

// matches reports whether the hash is this PIN's, in constant time.
func (h phc) matches(pin string) bool {
	return subtle.ConstantTimeCompare(h.derive(pin), h.key) == 1
}

func (h phc) derive(pin string) []byte {
	return argon2.IDKey([]byte(pin), h.salt, h.passes, h.memory, h.lanes, uint32(len(h.key)))
}
