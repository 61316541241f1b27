package catalog_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/tillway/tillway/gateway/feed"
	"github.com/tillway/tillway/gateway/pos"
)

func TestRegistersDownloadWhatTheyReadAndNoMore(t *testing.T) {
	t.Parallel()
	r := filled(t)
	// While an import reads, a refresh appends what is newer: registers are to read that.
	r.shop.onPage = func(int64) {
		r.shop.onPage = nil
		body := strings.Replace(docOf(t, r, "24-MB02"), "Fusion Backpack", "Refreshed", 1)
		if _, err := r.cache.Append(t.Context(), storeCode, []pos.Change{{Kind: pos.DocProduct, Key: "6", Body: []byte(body)}}); err != nil {
			t.Error(err)
		}
	}
	r.load(t)
	whole, err := r.cache.Manifest(t.Context(), storeCode)
	if err != nil {
		t.Fatal(err)
	}
	service, err := feed.New(feed.Config{Log: r.cache, Shelf: r.cache})
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := service.Manifest(t.Context(), storeCode)
	if err != nil {
		t.Fatal(err)
	}
	lines := func(m pos.Manifest, kind pos.DocumentKind) (out []string) {
		for _, c := range m.Chunks {
			if c.Kind != kind {
				continue
			}
			body, err := r.cache.Chunk(t.Context(), c.Digest)
			if err != nil {
				t.Fatal(err)
			}
			for line := range bytes.Lines(body) {
				out = append(out, string(line))
			}
		}
		return out
	}
	pricing, err := r.catalog.Pricing(t.Context(), storeCode)
	if err != nil {
		t.Fatal(err)
	}
	attributes := pricing.Attributes
	if !slices.Contains(attributes, "material") || !slices.Contains(attributes, pos.AttributeSetCode) {
		t.Fatalf("rules look at %v, want the material and the attribute set among them", attributes)
	}
	var want []string
	for _, line := range lines(whole, pos.DocProduct) {
		cut, err := pos.RegisterDocument([]byte(line), attributes)
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, string(cut)+"\n")
	}
	if !strings.Contains(strings.Join(want, ""), "Refreshed") {
		t.Error("what was appended meanwhile is lost")
	}
	if diff := cmp.Diff(want, lines(theirs, pos.DocProduct)); diff != "" || len(want) == 0 {
		t.Errorf("products of the chunks (-cut from the document +downloaded)\n%s", diff)
	}
	for _, c := range theirs.Chunks {
		if !c.Kind.ForRegisters() {
			t.Errorf("registers are offered a chunk of kind %s", c.Kind)
		}
	}
}
