package webhooks_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/webhooks"
)

const secretText = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

func secret(tb testing.TB) webhooks.Secret {
	tb.Helper()
	s, err := webhooks.ParseSecret(secretText)
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

func TestSign(t *testing.T) {
	t.Parallel()
	t.Run("signs the published vector of Standard Webhooks", func(t *testing.T) {
		t.Parallel()
		got := secret(t).Sign("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", []byte(`{"test": 2432232314}`))
		if want := "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="; got != want {
			t.Errorf("Sign = %s, want %s", got, want)
		}
	})
}

func TestParseSecret(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		in string
		ok bool
	}{
		"a secret of 24 bytes is taken":          {secretText, true},
		"blanks around it are dropped":           {" " + secretText + "\n", true},
		"a secret without the prefix is not":     {strings.TrimPrefix(secretText, "whsec_"), false},
		"a short secret is not":                  {"whsec_c2hvcnQ=", false},
		"a secret that is not base64 is not":     {"whsec_!!!", false},
		"an empty secret is not":                 {"", false},
		"the public key of another scheme isn't": {"whpk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := webhooks.ParseSecret(tc.in)
			if (err == nil) != tc.ok {
				t.Errorf("err = %v", err)
			}
			if err != nil && pos.KindOf(err) != pos.KindInvalid {
				t.Errorf("kind = %s", pos.KindOf(err))
			}
		})
	}
	t.Run("a secret does not print", func(t *testing.T) {
		t.Parallel()
		var buf bytes.Buffer
		slog.New(slog.NewTextHandler(&buf, nil)).Info("x", slog.Any("secret", secret(t)))
		_, _ = fmt.Fprintf(&buf, "%v %+v %#v %s", secret(t), secret(t), secret(t), secret(t))
		if strings.Contains(buf.String(), "MfKQ") || strings.Contains(buf.String(), "0x31") || strings.Contains(buf.String(), "49 242") {
			t.Errorf("it printed: %s", buf.String())
		}
	})
}

func TestParseSignatures(t *testing.T) {
	t.Parallel()
	good := secret(t).Sign("m", "1", nil)
	for name, tc := range map[string]struct {
		header string
		want   int
	}{
		"one":                              {good, 1},
		"several":                          {good + " " + good + "  " + good, 3},
		"other versions are passed over":   {"v1a,abcd " + good + " v2," + good[3:], 1},
		"broken base64 is passed over":     {"v1,%%% " + good, 1},
		"a short signature is passed over": {"v1,YWJj", 0},
		"none":                             {"", 0},
		"a signature without a version":    {good[3:], 0},
		"no more than eight are looked at": {strings.Repeat("v0,x ", 8) + good, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := webhooks.ParseSignatures(tc.header); len(got) != tc.want {
				t.Errorf("%d signatures, want %d", len(got), tc.want)
			}
		})
	}
}

func FuzzParseSignatures(f *testing.F) {
	good := secret(f).Sign("m", "1", nil)
	for _, s := range []string{"", good, good + " " + good, "v1,", "v1a,abc", "v1," + strings.Repeat("A", 1000), ",", "v1,AAAA v1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, header string) {
		sigs := webhooks.ParseSignatures(header)
		if len(sigs) > 8 {
			t.Errorf("%d signatures", len(sigs))
		}
		for _, s := range sigs {
			if len(s) != 32 {
				t.Errorf("a signature of %d bytes", len(s))
			}
		}
	})
}
