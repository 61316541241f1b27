package catalog

import (
	"fmt"
	"slices"
)

// tidy builds the index of texts anew when many products have changed since it was built, beside those who read and those who
// write: a thousand changes all over the catalog would otherwise wait for it. Meanwhile searches look at the changed products
// one by one.
func (c *Catalog) tidy(v *view) error {
	was, built, err := v.indexAnew()
	if err == nil && built != nil {
		v.takeIndex(was, built)
	}
	return err
}

// indexAnew returns the index of texts that it found, and one of the same products that was built anew: nil when that is not worth it.
func (v *view) indexAnew() (was, built *textIndex, err error) {
	g := v.current.Load()
	if g == nil || len(g.text.overlay) <= maxOverlay {
		return nil, nil, nil
	}
	again := *g
	if err := again.buildText(nil); err != nil {
		return nil, nil, fmt.Errorf("build the index of texts of %s: %w", v.code, err)
	}
	return g.text, again.text, nil
}

// takeIndex puts an index that was built anew in the place of the one before it, with what has changed meanwhile.
func (v *view) takeIndex(was, built *textIndex) {
	v.mu.Lock()
	defer v.mu.Unlock()
	now := v.current.Load()
	if text, ok := built.since(was, now.text); ok {
		next := *now
		next.text = text
		v.current.Store(&next)
	}
}

// since returns the index x, which was built of everything that was says, with what has changed up to now. False when now no longer
// goes back to was: it was built anew itself.
func (x *textIndex) since(was, now *textIndex) (*textIndex, bool) {
	if !was.builtWith(now) {
		return nil, false
	}
	changed := map[int64][]word{}
	for id, words := range now.overlay {
		if old, ok := was.overlay[id]; !ok || !slices.Equal(old, words) {
			changed[id] = words
		}
	}
	next, _ := x.touch(changed)
	return next, true
}

// builtWith is whether two indexes are one, but for their overlays.
func (x *textIndex) builtWith(o *textIndex) bool {
	return len(x.ids) > 0 && len(o.ids) > 0 && &x.ids[0] == &o.ids[0]
}
