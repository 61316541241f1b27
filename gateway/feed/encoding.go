package feed

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// The content codings that chunks are offered in, best first.
const (
	codingZstd     = "zstd"
	codingGzip     = "gzip"
	codingIdentity = "identity"
)

// codecs compress whole chunks. Safe for concurrent use.
type codecs struct{ zstd *zstd.Encoder }

func newCodecs() (codecs, error) {
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBetterCompression), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return codecs{}, fmt.Errorf("zstd encoder: %w", err)
	}
	return codecs{enc}, nil
}

func (c codecs) encode(coding string, body []byte) ([]byte, error) {
	switch coding {
	case codingZstd:
		return c.zstd.EncodeAll(body, make([]byte, 0, len(body)/6)), nil
	case codingGzip:
		var b bytes.Buffer
		w, err := gzip.NewWriterLevel(&b, gzip.DefaultCompression)
		if err != nil {
			return nil, fmt.Errorf("gzip encoder: %w", err)
		}
		if _, err := w.Write(body); err != nil {
			return nil, fmt.Errorf("gzip: %w", err)
		}
		if err := w.Close(); err != nil {
			return nil, fmt.Errorf("gzip: %w", err)
		}
		return b.Bytes(), nil
	default:
		return body, nil
	}
}

// negotiate picks the best coding that an Accept-Encoding header allows (RFC 9110, 12.5.3); identity when none is.
func negotiate(header string) string {
	allowed := map[string]bool{}
	for item := range strings.SplitSeq(strings.ToLower(header), ",") {
		name, params, _ := strings.Cut(item, ";")
		allowed[strings.TrimSpace(name)] = accepts(params)
	}
	for _, coding := range []string{codingZstd, codingGzip} {
		ok, named := allowed[coding]
		if ok || !named && allowed["*"] {
			return coding
		}
	}
	return codingIdentity
}

// accepts reads the q parameter: only zero refuses.
func accepts(params string) bool {
	for p := range strings.SplitSeq(params, ";") {
		name, value, _ := strings.Cut(p, "=")
		if strings.TrimSpace(name) == "q" {
			q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
			return err == nil && q > 0
		}
	}
	return true
}
