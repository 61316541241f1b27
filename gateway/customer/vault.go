package customer

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/tillway/tillway/gateway/pos"
)

const (
	keySize    = 32
	keyIDSize  = 4
	sealFormat = 1
)

// Vault seals what is kept outside of this process: AES-256-GCM with a random nonce, bound to the name that it is kept under,
// so that entries cannot be swapped. In front stand a format byte and the key's id. Safe for concurrent use.
type Vault struct {
	keys []vaultKey // the first seals, all open
}

type vaultKey struct {
	id     [keyIDSize]byte
	box    cipher.AEAD
	secret []byte // of names
}

// ParseKeys reads base64 keys of 32 bytes, separated by blanks. Errors: invalid; a key is not repeated.
func ParseKeys(text string) ([][]byte, error) {
	var keys [][]byte
	for i, field := range strings.Fields(text) {
		key, err := base64.StdEncoding.DecodeString(field)
		if err != nil || len(key) != keySize {
			return nil, pos.Invalid("key %d is not %d bytes in base64: make one with `openssl rand -base64 %d`", i+1, keySize, keySize)
		}
		keys = append(keys, key)
	}
	if len(keys) == 0 {
		return nil, pos.Invalid("there is no key: make one with `openssl rand -base64 %d`", keySize)
	}
	return keys, nil
}

// NewVault returns a vault that seals with the first key and opens with every one, so that a key can be replaced: put the
// new one in front, and take the old one away when what it sealed has gone. Errors: invalid, for a key of another size.
func NewVault(keys ...[]byte) (*Vault, error) {
	if len(keys) == 0 {
		return nil, pos.Invalid("a vault needs a key")
	}
	v := &Vault{}
	for _, key := range keys {
		if len(key) != keySize {
			return nil, pos.Invalid("a key must have %d bytes, this one has %d", keySize, len(key))
		}
		k, err := newVaultKey(key)
		if err != nil {
			return nil, err
		}
		v.keys = append(v.keys, k)
	}
	return v, nil
}

// newVaultKey derives a key for each purpose, so that none tells anything of another.
func newVaultKey(master []byte) (vaultKey, error) {
	var k vaultKey
	id, errID := hkdf.Key(sha256.New, master, nil, "tillway customer key id", keyIDSize)
	sealing, errSeal := hkdf.Key(sha256.New, master, nil, "tillway customer records", keySize)
	secret, errName := hkdf.Key(sha256.New, master, nil, "tillway customer names", keySize)
	if err := errors.Join(errID, errSeal, errName); err != nil {
		return k, fmt.Errorf("derive the customer keys: %w", err)
	}
	block, err := aes.NewCipher(sealing)
	if err != nil {
		return k, fmt.Errorf("make the customer cipher: %w", err)
	}
	if k.box, err = cipher.NewGCMWithRandomNonce(block); err != nil {
		return k, fmt.Errorf("make the customer cipher: %w", err)
	}
	copy(k.id[:], id)
	k.secret = secret
	return k, nil
}

// Seal encrypts what is to be kept under a name.
func (v *Vault) Seal(name string, plain []byte) []byte {
	k := v.keys[0]
	head := append([]byte{sealFormat}, k.id[:]...)
	return k.box.Seal(head, nil, plain, []byte(name))
}

// errSealed says no more: what cannot be opened is read from Magento again.
var errSealed = errors.New("not sealed with a key that is known, or not under this name")

// Open decrypts what was kept under a name. Errors: when the key is unknown, or anything was changed.
func (v *Vault) Open(name string, sealed []byte) ([]byte, error) {
	if len(sealed) <= 1+keyIDSize || sealed[0] != sealFormat {
		return nil, errSealed
	}
	i := slices.IndexFunc(v.keys, func(k vaultKey) bool { return string(k.id[:]) == string(sealed[1:1+keyIDSize]) })
	if i < 0 {
		return nil, errSealed
	}
	plain, err := v.keys[i].box.Open(nil, nil, sealed[1+keyIDSize:], []byte(name))
	if err != nil {
		return nil, errSealed
	}
	return plain, nil
}

// Name returns a keyed hash of a text: equal texts have equal names, and without the key a name says nothing of its text.
func (v *Vault) Name(text []byte) string {
	mac := hmac.New(sha256.New, v.keys[0].secret)
	_, _ = mac.Write(text) // a hash takes everything
	return hex.EncodeToString(mac.Sum(nil))
}
