package app

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/tillway/tillway/gateway/feed"
)

// page is a file of the register in the ways in which it can be sent, by Content-Encoding; "" is as it is.
type page struct {
	contentType string
	encoded     map[string][]byte
	digest      string
}

// pages serves the register. Every address that names no file is a page of the app. Built assets carry their digest in
// their name and never change; everything else is asked for anew each time, and sent only when it changed. What the build
// compressed is sent that way. Files that cannot be read are told to whoever asks.
func pages(files fs.FS) http.Handler {
	all := map[string]page{}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		plain, encoding := encodingOf(name)
		p := all[plain]
		if p.encoded == nil {
			p = page{contentType: contentType(plain), encoded: map[string][]byte{}}
		}
		if p.encoded[encoding] = body; encoding == "" {
			sum := sha256.Sum256(body)
			p.digest = hex.EncodeToString(sum[:16])
		}
		all[plain] = p
		return nil
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "This address serves pages. The API is at /graphql.", http.StatusMethodNotAllowed)
			return
		}
		if err != nil {
			http.Error(w, "The register's files cannot be read: build the gateway anew.", http.StatusInternalServerError)
			return
		}
		name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
		p, found := all[name]
		if !found && path.Ext(name) == "" {
			p, found = all["index.html"]
		}
		if !found {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Cache-Control", "no-cache")
		if strings.HasPrefix(name, "assets/") {
			w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		}
		p.send(w, r)
	})
}

// send answers with the file, in the smallest way that the caller takes.
func (p page) send(w http.ResponseWriter, r *http.Request) {
	var have []string
	for _, each := range []string{"br", "gzip"} {
		if p.encoded[each] != nil {
			have = append(have, each)
		}
	}
	encoding := feed.Negotiate(r.Header, have)
	h, body := w.Header(), p.encoded[encoding]
	h.Set("Content-Type", p.contentType)
	h.Add("Vary", "Accept-Encoding")
	h.Set("ETag", `"`+p.digest+encoding+`"`)
	if encoding != "" {
		h.Set("Content-Encoding", encoding)
		h.Set("Content-Length", strconv.Itoa(len(body)))
		// Parts are of what is sent, which differs by encoding; whoever asks for one gets everything.
		r = r.Clone(r.Context())
		r.Header.Del("Range")
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

// encodingOf tells of a built file what it is a form of, and the Content-Encoding of that form.
func encodingOf(name string) (plain, encoding string) {
	if plain, ok := strings.CutSuffix(name, ".br"); ok {
		return plain, "br"
	}
	if plain, ok := strings.CutSuffix(name, ".gz"); ok {
		return plain, "gzip"
	}
	return name, ""
}

// contentType names the kinds of file that a build has, the same on every system.
func contentType(name string) string {
	switch path.Ext(name) {
	case ".html":
		return "text/html; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".png":
		return "image/png"
	case ".woff2":
		return "font/woff2"
	case ".wasm":
		return "application/wasm"
	case ".webmanifest":
		return "application/manifest+json"
	default:
		return "application/octet-stream"
	}
}
