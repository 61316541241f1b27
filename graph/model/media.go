package model

import (
	"strings"

	"github.com/tillway/tillway/gateway/pos"
)

// MediaGalleryInterface is an image or a video of a product.
type MediaGalleryInterface interface{ IsMediaGalleryInterface() }

// ProductImage is an image of a product.
type ProductImage struct {
	URL      *string
	Label    *string
	Position *int
	Disabled *bool
}

// ProductVideo is a video of a product; its address is that of the preview image.
type ProductVideo struct {
	ProductImage
	VideoContent *ProductMediaGalleryEntriesVideoContent
}

// MediaGalleryEntry is the older form of MediaGalleryInterface.
type MediaGalleryEntry struct {
	ID           *int64
	UID          string
	MediaType    *string
	Label        *string
	Position     *int
	Disabled     *bool
	File         *string
	Types        []*string
	Content      *ProductMediaGalleryEntriesContent
	VideoContent *ProductMediaGalleryEntriesVideoContent
}

// roleImage tells what an attribute has as the label of the role, the product's name without one.
func (p *Product) roleImage(role, labelCode, file string) *ProductImage {
	label := &p.doc.Name
	if own := p.doc.Attributes.Of(labelCode); own != "" {
		label = some(own)
	}
	if file == "" || file == "no_selection" {
		return &ProductImage{URL: p.placeholder(role), Label: label}
	}
	made := p.image(file)
	made.Label = label
	return made
}

// MediaGallery leaves out what is disabled, as Magento does, and tells the product's name where an image has no label, be it empty
// (Magento\CatalogGraphQl\Model\Resolver\Product\MediaGallery).
func (p *Product) MediaGallery() []MediaGalleryInterface {
	gallery := []MediaGalleryInterface{}
	for _, m := range p.doc.Gallery {
		if m.Disabled {
			continue
		}
		if m.Label == nil {
			m.Label = &p.doc.Name
		}
		gallery = append(gallery, p.medium(m))
	}
	return gallery
}

func (p *Product) medium(m pos.Media) MediaGalleryInterface {
	image := p.image(m.File)
	image.Label, image.Position, image.Disabled = m.Label, &m.Position, &m.Disabled
	if m.Type == pos.MediaVideo {
		return &ProductVideo{ProductImage: *image, VideoContent: videoContent(m)}
	}
	return image
}

// videoContent is null of what is no video.
func videoContent(m pos.Media) *ProductMediaGalleryEntriesVideoContent {
	v := m.Video
	if v == nil {
		return nil
	}
	return &ProductMediaGalleryEntriesVideoContent{
		MediaType: &m.Type, VideoProvider: v.Provider, VideoURL: v.URL, VideoTitle: v.Title, VideoDescription: v.Description, VideoMetadata: v.Metadata,
	}
}

// MediaGalleryEntries leaves out what is disabled, as Magento does.
func (p *Product) MediaGalleryEntries() []*MediaGalleryEntry {
	entries := []*MediaGalleryEntry{}
	for _, m := range p.doc.Gallery {
		if m.Disabled {
			continue
		}
		entries = append(entries, &MediaGalleryEntry{
			ID: &m.ID, UID: uidOf(m.ID), MediaType: &m.Type, Label: m.Label, Position: &m.Position,
			Disabled: &m.Disabled, File: &m.File, Types: p.rolesOf(m), VideoContent: videoContent(m),
		})
	}
	return entries
}

func (p *Product) rolesOf(m pos.Media) []*string {
	roles := []*string{}
	for _, r := range []struct{ role, file string }{
		{"image", p.doc.Image}, {"small_image", p.doc.SmallImage}, {"thumbnail", p.doc.Thumbnail}, {"swatch_image", p.doc.Attributes.Of("swatch_image")},
	} {
		if r.file == m.File {
			roles = append(roles, &r.role)
		}
	}
	return roles
}

// image has the address of a file. Pages have many: image and address are made in one place.
func (p *Product) image(file string) *ProductImage {
	path := strings.Trim(strings.TrimPrefix(strings.Trim(p.view.Links.ImagePath, "/"), "catalog/product"), "/")
	slash := ""
	if path != "" {
		slash = "/"
	}
	made := &struct {
		ProductImage
		url string
	}{url: p.view.Store.BaseMediaURL + "catalog/product" + slash + path + "/" + strings.TrimPrefix(file, "/")}
	made.URL = &made.url
	return &made.ProductImage
}

func (p *Product) placeholder(role string) *string {
	if own := p.view.setting("catalog/placeholder/"+role+"_placeholder", ""); own != "" {
		return some(p.view.Store.BaseMediaURL + "catalog/product/placeholder/" + own)
	}
	folder := strings.Trim(p.view.Links.Placeholder, "/")
	if folder == "" {
		folder = "frontend/Magento/luma/" + p.view.Store.Locale + "/Magento_Catalog/images/product/placeholder"
	}
	url := p.view.Store.BaseStaticURL + folder + "/" + role + ".jpg"
	return &url
}
