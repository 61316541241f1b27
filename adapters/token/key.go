package token

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

const pemType = "PRIVATE KEY"

// key is a signing key with its name.
type key struct {
	private    ed25519.PrivateKey
	thumbprint string
}

func (k key) public() ed25519.PublicKey { return k.private.Public().(ed25519.PublicKey) }

// Generate returns a new private key in PEM.
func Generate() ([]byte, error) {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("generate a key: %w", err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return nil, fmt.Errorf("encode a key: %w", err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: pemType, Bytes: der}), nil
}

// LoadOrCreate returns the PEM file at path, making it with one new key, readable by its owner only, when there is none.
// Of several processes that find it missing at once, all get the same key.
func LoadOrCreate(path string) ([]byte, error) {
	held, err := os.ReadFile(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return held, err
	}
	fresh, err := Generate()
	if err != nil {
		return nil, err
	}
	if err := place(path, fresh); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	return os.ReadFile(path)
}

// place writes a file whole or not at all, and never over another.
func place(path string, body []byte) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".key-*") // mode 0600
	if err != nil {
		return fmt.Errorf("create a key file: %w", err)
	}
	defer func() { err = errors.Join(err, os.Remove(f.Name())) }()
	_, err = f.Write(body)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("write a key file: %w", err)
	}
	return os.Link(f.Name(), path)
}

func parseKeys(files [][]byte) ([]key, error) {
	var keys []key
	var problems []error
	for i, file := range files {
		found := 0
		for block, rest := pem.Decode(file); block != nil; block, rest = pem.Decode(rest) {
			found++
			k, err := parseKey(block)
			if err != nil {
				problems = append(problems, fmt.Errorf("key %d of file %d: %w", found, i+1, err))
				continue
			}
			keys = append(keys, k)
		}
		if found == 0 {
			problems = append(problems, fmt.Errorf("file %d holds no PEM block", i+1))
		}
	}
	if len(files) == 0 {
		problems = append(problems, errors.New("at least one key is required"))
	}
	return keys, errors.Join(problems...)
}

func parseKey(block *pem.Block) (key, error) {
	if block.Type != pemType {
		return key{}, fmt.Errorf("is a %s, not a %s in PKCS #8", block.Type, pemType)
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return key{}, errors.New("is not a PKCS #8 key") // the cause could quote the key
	}
	private, ok := parsed.(ed25519.PrivateKey)
	if !ok {
		return key{}, errors.New("is not an Ed25519 key")
	}
	return key{private: private, thumbprint: thumbprint(private.Public().(ed25519.PublicKey))}, nil
}

// thumbprint is the key's RFC 7638 name, with the members of RFC 8037.
func thumbprint(public ed25519.PublicKey) string {
	x := base64.RawURLEncoding.EncodeToString(public)
	sum := sha256.Sum256([]byte(`{"crv":"Ed25519","kty":"OKP","x":"` + x + `"}`))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
