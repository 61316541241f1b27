package customer_test

import (
	"bytes"
	"encoding/base64"
	"strings"
	"testing"

	"github.com/tillway/tillway/gateway/customer"
	"github.com/tillway/tillway/gateway/pos"
)

func TestVault(t *testing.T) {
	t.Parallel()
	plain := []byte("ana@example.com")
	sealed := vault(t, 1).Seal("a", plain)
	t.Run("opens what it sealed, under the same name", func(t *testing.T) {
		t.Parallel()
		if got, err := vault(t, 1).Open("a", sealed); err != nil || !bytes.Equal(got, plain) {
			t.Errorf("%q, %v", got, err)
		}
		if bytes.Contains(sealed, plain) {
			t.Error("it is not sealed")
		}
	})
	t.Run("seals the same differently each time", func(t *testing.T) {
		t.Parallel()
		if bytes.Equal(sealed, vault(t, 1).Seal("a", plain)) {
			t.Error("equal texts can be told to be equal")
		}
	})
	t.Run("opens with an old key behind a new one, and not without", func(t *testing.T) {
		t.Parallel()
		if _, err := vault(t, 2, 1).Open("a", sealed); err != nil {
			t.Error(err)
		}
		if got, err := vault(t, 2).Open("a", sealed); err == nil {
			t.Errorf("opened without the key: %q", got)
		}
		if bytes.Equal(vault(t, 2, 1).Seal("a", nil)[:5], sealed[:5]) {
			t.Error("the new key does not seal")
		}
	})
	t.Run("refuses another name, any changed byte, and any that is cut off", func(t *testing.T) {
		t.Parallel()
		v := vault(t, 1)
		if _, err := v.Open("b", sealed); err == nil {
			t.Error("opened under another name")
		}
		for i := range sealed {
			changed := bytes.Clone(sealed)
			changed[i] ^= 1
			if _, err := v.Open("a", changed); err == nil {
				t.Errorf("byte %d may be changed", i)
			}
			if _, err := v.Open("a", sealed[:i]); err == nil {
				t.Errorf("%d bytes are enough", i)
			}
		}
	})
	t.Run("names equal texts equally, with the same key only", func(t *testing.T) {
		t.Parallel()
		a, b := vault(t, 1), vault(t, 2)
		if a.Name(plain) != vault(t, 1).Name(plain) || a.Name(plain) == a.Name(plain[1:]) || a.Name(plain) == b.Name(plain) {
			t.Error("names are not of text and key")
		}
	})
}

func TestParseKeys(t *testing.T) {
	t.Parallel()
	one, two := base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{1}, 32)), base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{2}, 32))
	if keys, err := customer.ParseKeys(" " + one + "\n" + two); err != nil || len(keys) != 2 || keys[1][31] != 2 {
		t.Errorf("%v, %v", keys, err)
	}
	for _, text := range []string{"", " ", "c2VjcmV0", one[1:], one + " c2VjcmV0", strings.Repeat("!", 44)} {
		_, err := customer.ParseKeys(text)
		if pos.KindOf(err) != pos.KindInvalid || strings.Contains(err.Error(), "c2VjcmV0") {
			t.Errorf("%q: %v", text, err)
		}
	}
	if _, err := customer.NewVault(); err == nil {
		t.Error("a vault without keys")
	}
	if _, err := customer.NewVault(make([]byte, 16)); err == nil {
		t.Error("a vault with a short key")
	}
}
