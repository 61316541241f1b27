package model

import (
	"context"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"

	"github.com/tillway/tillway/gateway/pos"
)

// ConfigurableProductOptionsSelection tells what is left to choose when some options have been chosen
// (Magento\ConfigurableProductGraphQl\Model\Resolver\OptionsSelectionMetadata). Errors: invalid, also for an option that no
// variant for sale has.
func (p *ConfigurableProduct) ConfigurableProductOptionsSelection(ctx context.Context, configurableOptionValueUids []string) (*ConfigurableProductOptionsSelection, error) {
	children, err := p.salableVariants(ctx)
	if err != nil {
		return nil, err
	}
	chosen, err := chosenOptions(configurableOptionValueUids)
	if err != nil {
		return nil, err
	}
	s := &selection{product: p, chosen: chosen, places: map[int64]map[string]int64{}}
	for _, v := range p.doc.Variants {
		s.places[v.ID] = v.Values
	}
	for _, child := range children {
		if !p.view.inStock(ctx, child.SKU) {
			continue
		}
		s.salable = append(s.salable, child)
		if s.fits(child) {
			s.fitting = append(s.fitting, child)
		}
	}
	if !s.isOffered() {
		return nil, pos.Invalid("configurableOptionValueUids values are incorrect")
	}
	return &ConfigurableProductOptionsSelection{
		ConfigurableOptions: s.left(), MediaGallery: s.media(), OptionsAvailableForSelection: s.available(), Variant: s.variant(),
	}, nil
}

// selection is what has been chosen of a configurable product: option ids by attribute id.
type selection struct {
	product *ConfigurableProduct
	chosen  map[int64]int64
	places  map[int64]map[string]int64
	salable []pos.Product
	fitting []pos.Product
}

// chosenOptions reads uids of the form configurable/<attribute>/<option>. What has another form chooses nothing
// (Magento\ConfigurableProductGraphQl\Model\Options\SelectionUidFormatter).
func chosenOptions(uids []string) (map[int64]int64, error) {
	chosen := map[int64]int64{}
	for _, u := range uids {
		decoded, err := base64.StdEncoding.Strict().DecodeString(u)
		if err != nil {
			return nil, pos.Invalid("Value of uid \"%.64s\" is incorrect.", u)
		}
		parts := strings.Split(string(decoded), "/")
		if len(parts) != 3 {
			continue
		}
		attribute, _ := strconv.ParseInt(parts[1], 10, 64) // what is no number is no attribute and no option either
		option, _ := strconv.ParseInt(parts[2], 10, 64)
		chosen[attribute] = option
	}
	return chosen, nil
}

func (s *selection) fits(child pos.Product) bool {
	for _, axis := range s.product.doc.Options {
		if option, ok := s.chosen[axis.AttributeID]; ok && s.places[child.ID][axis.Code] != option {
			return false
		}
	}
	return true
}

// isOffered is whether each option that is chosen is there, be it not together with the others.
func (s *selection) isOffered() bool {
	for attribute, option := range s.chosen {
		i := slices.IndexFunc(s.product.doc.Options, func(axis pos.ConfigurableOption) bool { return axis.AttributeID == attribute })
		if i < 0 || !s.isThere(s.product.doc.Options[i].Code, option) {
			return false
		}
	}
	return true
}

// isThere is whether a variant for sale has an option.
func (s *selection) isThere(axis string, option int64) bool {
	return slices.ContainsFunc(s.salable, func(child pos.Product) bool { return s.places[child.ID][axis] == option })
}

// left are the axes that nothing is chosen on yet.
func (s *selection) left() []*ConfigurableProductOption {
	options := []*ConfigurableProductOption{}
	for _, axis := range s.product.doc.Options {
		if _, ok := s.chosen[axis.AttributeID]; ok {
			continue
		}
		option := &ConfigurableProductOption{UID: uidOf(axis.ID), AttributeCode: axis.Code, Label: axis.Label}
		for _, v := range axis.Values {
			option.Values = append(option.Values, &ConfigurableProductOptionValue{
				UID: valueUID(axis.AttributeID, v.ID), Label: v.Label, IsAvailable: s.isThere(axis.Code, v.ID), Swatch: s.product.swatch(v),
			})
		}
		options = append(options, option)
	}
	return options
}

// available are the options that the fitting variants have, on every axis.
func (s *selection) available() []*ConfigurableOptionAvailableForSelection {
	options := []*ConfigurableOptionAvailableForSelection{}
	for _, axis := range s.product.doc.Options {
		option := &ConfigurableOptionAvailableForSelection{AttributeCode: axis.Code, OptionValueUids: []*string{}}
		var seen []int64
		for _, child := range s.fitting {
			if id := s.places[child.ID][axis.Code]; id != 0 && !slices.Contains(seen, id) {
				seen = append(seen, id)
				option.OptionValueUids = append(option.OptionValueUids, some(valueUID(axis.AttributeID, id)))
			}
		}
		if len(seen) > 0 {
			options = append(options, option)
		}
	}
	return options
}

// media are the images of the fitting variants, each once, as the last of the variants has it. Without a label they have none
// (Magento\ConfigurableProductGraphQl\Model\Resolver\SelectionMediaGallery).
func (s *selection) media() []MediaGalleryInterface {
	gallery, seen := []MediaGalleryInterface{}, map[string]int{}
	for _, child := range s.fitting {
		view := physicalOf(s.product.view, &child)
		for _, m := range child.Gallery {
			if m.Disabled {
				continue
			}
			key := m.Type + "_" + m.File + "_" + strconv.Itoa(m.Position)
			if i, again := seen[key]; again {
				gallery[i] = view.medium(m)
				continue
			}
			seen[key] = len(gallery)
			gallery = append(gallery, view.medium(m))
		}
	}
	return gallery
}

// variant is the only one that fits, be there axes that nothing is chosen on (Magento\ConfigurableProductGraphQl\Model\
// Formatter\Variant); null while there are several.
func (s *selection) variant() *SimpleProduct {
	if len(s.fitting) != 1 {
		return nil
	}
	return &SimpleProduct{physicalOf(s.product.view, &s.fitting[0])}
}
