// Package pwa holds the built register, the web application that cashiers use, as files inside the binary.
//
// It owns nothing but the embedding: building is Vite's work (make pwa/dist/index.html), serving is the edge's.
package pwa

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// ErrNotBuilt says that the binary was compiled before the register was built.
var ErrNotBuilt = errors.New("the register was not built into this binary: run `make pwa/dist/index.html`, then build again")

// Files returns the built register: index.html, sw.js, manifest.webmanifest and assets/. Names under assets/ carry a
// content hash and may be cached for ever; the others must be revalidated. Errors: ErrNotBuilt.
func Files() (fs.FS, error) {
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		return nil, fmt.Errorf("open the embedded register: %w", err)
	}
	if _, err := fs.Stat(files, "index.html"); err != nil {
		return nil, ErrNotBuilt
	}
	return files, nil
}
