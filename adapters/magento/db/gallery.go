package db

import (
	"context"
	"slices"
	"strings"

	"github.com/tillway/tillway/gateway/pos"
)

// picture is what all products share of a gallery entry.
type picture struct{ kind, file string }

// shown is how a store view shows one entry of one product's gallery.
type shown struct {
	media    *pos.Media
	label    *string
	position *int
	disabled *bool
}

func (s shown) apply() {
	if s.label != nil {
		s.media.Label = s.label
	}
	if s.position != nil {
		s.media.Position = *s.position
	}
	if s.disabled != nil {
		s.media.Disabled = *s.disabled
	}
}

// loadGallery reads the page's media as Magento\Catalog\Model\ResourceModel\Product\Gallery does: label, position and
// disabled fall back to store 0 one by one where the store view's is NULL. Three plain queries, joined here, take half the
// time of one joined there.
func (p *page) loadGallery(ctx context.Context, r *reader) error {
	where, args := p.where("entity_id")
	var ids []int64
	err := r.each(ctx, "gallery links", "SELECT entity_id, value_id FROM {catalog_product_entity_media_gallery_value_to_entity} WHERE "+where,
		args, func(c *row) {
			product := p.at(c.integer(0))
			if product == nil {
				return
			}
			ids = append(ids, c.integer(1))
			product.Gallery = append(product.Gallery, pos.Media{ID: c.integer(1)})
		})
	if err != nil || len(ids) == 0 {
		return err
	}
	known := ascending{ids: slices.Compact(slices.Sorted(slices.Values(ids)))}
	pictures, err := p.loadPictures(ctx, r, known)
	if err != nil {
		return err
	}
	for i := range p.products {
		gallery := p.products[i].Gallery
		for j := range gallery {
			picture := pictures[known.place(gallery[j].ID)]
			gallery[j].Type, gallery[j].File = picture.kind, picture.file
		}
		// Entries that are switched off everywhere are not shown anywhere.
		p.products[i].Gallery = slices.DeleteFunc(gallery, func(m pos.Media) bool { return m.File == "" })
	}
	if err := p.loadShown(ctx, r); err != nil {
		return err
	}
	return p.loadVideos(ctx, r)
}

// ascending are ids in their order.
type ascending struct {
	ids  []int64
	last int // found: what is looked for mostly follows it
}

// place returns where an id stands, -1 when it is not among them.
func (a *ascending) place(id int64) int {
	if next := a.last + 1; next < len(a.ids) && a.ids[next] == id {
		a.last = next
		return next
	}
	i, ok := slices.BinarySearch(a.ids, id)
	if !ok {
		return -1
	}
	a.last = i
	return i
}

// loadPictures returns the pictures in the places of their ids.
func (p *page) loadPictures(ctx context.Context, r *reader, known ascending) ([]picture, error) {
	pictures := make([]picture, len(known.ids))
	for some := range slices.Chunk(known.ids, maxPage) {
		where, args := near("value_id", some)
		err := r.each(ctx, "gallery", `
			SELECT value_id, media_type, value FROM {catalog_product_entity_media_gallery} FORCE INDEX (PRIMARY)
			WHERE `+where+` AND attribute_id = ? AND disabled = 0`, append(args, p.known.gallery), func(c *row) {
			if i := known.place(c.integer(0)); i >= 0 {
				pictures[i] = picture{kind: p.pool.text(c.bytes(1)), file: p.pool.clean(c.bytes(2))}
			}
		})
		if err != nil {
			return nil, err
		}
	}
	return pictures, nil
}

// near returns a condition that holds for the given ascending ids. Where they lie in few runs it is those ranges, which the
// server reads faster than a list; it may hold for others between them too.
func near(column string, ids []int64) (string, []any) {
	const gap, most = 100, 8
	var ranges []string
	var bounds []any
	for from := 0; from < len(ids); {
		to := from
		for to+1 < len(ids) && ids[to+1]-ids[to] <= gap {
			to++
		}
		ranges = append(ranges, column+" BETWEEN ? AND ?")
		bounds = append(bounds, ids[from], ids[to])
		from = to + 1
	}
	if len(ranges) > most {
		return among(column, ids)
	}
	return "(" + strings.Join(ranges, " OR ") + ")", bounds
}

// loadShown reads label, position and disabled of the gallery's entries. The store view's own rows, mostly none, are applied
// after those of store 0.
func (p *page) loadShown(ctx context.Context, r *reader) error {
	var own []shown
	err := p.rows(ctx, r, table{
		name: "gallery labels", table: "{catalog_product_entity_media_gallery_value}", number: "record_id", product: "entity_id",
		columns: "entity_id, value_id, store_id, label, position, disabled", filter: "store_id IN (0, ?)", args: []any{p.store.ID},
	}, func(c *row) {
		product := p.at(c.integer(0))
		if product == nil {
			return
		}
		i := slices.IndexFunc(product.Gallery, func(m pos.Media) bool { return m.ID == c.integer(1) })
		if i < 0 {
			return
		}
		media := &product.Gallery[i]
		if c.integer(2) == 0 {
			media.Label, media.Position, media.Disabled = p.pool.optional(c.bytes(3)), int(c.integer(4)), c.integer(5) == 1
			return
		}
		own = append(own, p.ownRow(media, c))
	})
	for _, s := range own {
		s.apply()
	}
	return err
}

func (p *page) ownRow(media *pos.Media, c *row) shown {
	s := shown{media: media, label: p.pool.optional(c.bytes(3))}
	if !c.null(4) {
		position := int(c.integer(4))
		s.position = &position
	}
	if !c.null(5) {
		disabled := c.integer(5) == 1
		s.disabled = &disabled
	}
	return s
}

// loadVideos reads what is told of the page's videos. A store's row counts only where the store has one in the table of labels too,
// which is how Magento\ProductVideo\Model\Plugin\ExternalVideoResourceBackend joins them.
func (p *page) loadVideos(ctx context.Context, r *reader) error {
	var ids []int64
	for i := range p.products {
		gallery := p.products[i].Gallery
		for j := range gallery {
			if gallery[j].Type == pos.MediaVideo {
				gallery[j].Video = &pos.Video{}
				ids = append(ids, p.products[i].ID)
			}
		}
	}
	for some := range slices.Chunk(slices.Compact(ids), maxPage) {
		where, args := among("v.entity_id", some)
		err := r.each(ctx, "videos", `
			SELECT v.entity_id, v.value_id, t.provider, t.url, t.title, t.description, t.metadata
			FROM {catalog_product_entity_media_gallery_value} v
			JOIN {catalog_product_entity_media_gallery_value_video} t ON t.value_id = v.value_id AND t.store_id = v.store_id
			WHERE `+where+` AND v.store_id IN (0, ?) ORDER BY v.store_id`, append(args, p.store.ID), p.video)
		if err != nil {
			return r.optional(ctx, err)
		}
	}
	return nil
}

// video takes what one row tells of a video, and leaves the rest as the rows before it told.
func (p *page) video(c *row) {
	gallery := p.at(c.integer(0)).Gallery
	i := slices.IndexFunc(gallery, func(m pos.Media) bool { return m.ID == c.integer(1) && m.Video != nil })
	if i < 0 {
		return
	}
	v := gallery[i].Video
	for i, field := range []**string{&v.Provider, &v.URL, &v.Title, &v.Description, &v.Metadata} {
		if !c.null(2 + i) {
			*field = p.pool.optional(c.bytes(2 + i))
		}
	}
}
