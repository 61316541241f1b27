package token_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/tillway/tillway/adapters/token"
)

func TestNewTellsEveryFault(t *testing.T) {
	t.Parallel()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	foreign := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
	_, err = token.New(token.Config{Keys: [][]byte{foreign, []byte("no pem")}})
	if err == nil {
		t.Fatal("accepted")
	}
	for _, want := range []string{"key 1 of file 1: is not an Ed25519 key", "file 2 holds no PEM block", "issuer, audience and clock"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is missing from:\n%v", want, err)
		}
	}
	if _, err := token.New(config(start)); err == nil {
		t.Error("no key at all was accepted")
	}
}

func TestLoadOrCreate(t *testing.T) {
	t.Parallel()
	t.Run("gives every process the same key, readable by its owner only", func(t *testing.T) {
		t.Parallel()
		path := filepath.Join(t.TempDir(), "key.pem")
		got := make([][]byte, 8)
		var all sync.WaitGroup
		for i := range got {
			all.Go(func() {
				var err error
				if got[i], err = token.LoadOrCreate(path); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		for _, key := range got {
			if !bytes.Equal(key, got[0]) {
				t.Fatal("two keys")
			}
		}
		if _, err := token.New(config(start, got[0])); err != nil {
			t.Error(err)
		}
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("mode %v, %v", info.Mode(), err)
		}
		entries, err := os.ReadDir(filepath.Dir(path))
		if err != nil || len(entries) != 1 {
			t.Errorf("left behind: %v, %v", entries, err)
		}
	})
	t.Run("says when the folder is missing", func(t *testing.T) {
		t.Parallel()
		if _, err := token.LoadOrCreate(filepath.Join(t.TempDir(), "no", "key.pem")); err == nil {
			t.Error("no error")
		}
	})
}
