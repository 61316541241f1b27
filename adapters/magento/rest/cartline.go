package rest

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/tillway/tillway/gateway/pos"
)

// wireItem is a line as carts take it.
type wireItem struct {
	Quote  string      `json:"quote_id"`
	SKU    string      `json:"sku"`
	Qty    json.Number `json:"qty"`
	Option *wireChosen `json:"product_option,omitempty"`
}

type wireChosen struct {
	Extension struct {
		Custom       []wireCustom   `json:"custom_options,omitempty"`
		Bundle       []wireBundle   `json:"bundle_options,omitempty"`
		Downloadable *wireDownloads `json:"downloadable_option,omitempty"`
	} `json:"extension_attributes"`
}

type wireCustom struct {
	ID        string    `json:"option_id"`
	Value     string    `json:"option_value"`
	Extension *wireFile `json:"extension_attributes,omitempty"`
}

// wireFile is a picture beside the option_value "file" (Magento\Catalog\Model\CustomOptions\CustomOption::getOptionValue).
type wireFile struct {
	Info struct {
		Content string `json:"base64_encoded_data"`
		Type    string `json:"type"`
		Name    string `json:"name"`
	} `json:"file_info"`
}

func customOf(c pos.CustomChoice) wireCustom {
	w := wireCustom{ID: strconv.FormatInt(c.OptionID, 10), Value: c.Value}
	if c.File != nil {
		w.Value, w.Extension = "file", &wireFile{}
		w.Extension.Info.Content, w.Extension.Info.Type, w.Extension.Info.Name = c.File.Content, c.File.MediaType, c.Value
	}
	return w
}

type wireBundle struct {
	ID         int64       `json:"option_id"`
	Qty        json.Number `json:"option_qty"`
	Selections []int64     `json:"option_selections"`
}

type wireDownloads struct {
	Links []int64 `json:"downloadable_links"`
}

// optionOf is what was chosen, in Magento's form; nil when nothing was.
func optionOf(c *pos.Choices) *wireChosen {
	if c == nil {
		return nil
	}
	var o wireChosen
	for _, x := range c.Custom {
		o.Extension.Custom = append(o.Extension.Custom, customOf(x))
	}
	for _, x := range c.Bundle {
		o.Extension.Bundle = append(o.Extension.Bundle, wireBundle{x.OptionID, quantity(x.Quantity), x.Selections})
	}
	if len(c.Links) > 0 {
		o.Extension.Downloadable = &wireDownloads{c.Links}
	}
	return &o
}

// filesOf are the pictures that were chosen, in Magento's form; nil when none was.
func filesOf(c *pos.Choices) *wireChosen {
	if c == nil {
		return nil
	}
	pictures := slices.DeleteFunc(slices.Clone(c.Custom), func(x pos.CustomChoice) bool { return x.File == nil })
	if len(pictures) == 0 {
		return nil
	}
	return optionOf(&pos.Choices{Custom: pictures})
}

type addedLine struct {
	ID     ident           `json:"item_id"`
	Type   pos.ProductType `json:"product_type"`
	Option lenient[struct {
		Extension lenient[struct {
			Custom []struct {
				ID text `json:"option_id"`
			} `json:"custom_options"`
		}] `json:"extension_attributes"`
	}] `json:"product_option"`
}

// keeps says whether the line has an answer to every option that a picture was sent for. A picture that Magento saved, but does
// not find or cannot read, it drops without a word, a required one too (Magento\Catalog\Model\Product\Option\Type\File,
// validateUserValue and prepareForCart).
func (l addedLine) keeps(c *pos.Choices) bool {
	files := filesOf(c)
	if files == nil {
		return true
	}
	kept := map[string]bool{}
	for _, answer := range l.Option.it.Extension.it.Custom {
		kept[string(answer.ID)] = true
	}
	return !slices.ContainsFunc(files.Extension.Custom, func(file wireCustom) bool { return !kept[file.ID] })
}

// addLine adds a product by its own SKU, a variant too: it becomes a simple line. Magento puts two
// lines of one product together: both have one item id then.
func (c *Client) addLine(ctx context.Context, cart pos.CartRef, line pos.Line, store string) (addedLine, error) {
	body := map[string]wireItem{"cartItem": {Quote: name(cart), SKU: line.SKU, Qty: quantity(line.Quantity), Option: optionOf(line.Choices)}}
	add := cartCall(write, http.MethodPost, cart, "/items", "", store, body)
	add.refused = func(status int, text string, p parameters) *pos.Error {
		if e := closedCart(status, text, p); e != nil {
			return e
		}
		switch {
		case status == http.StatusNotFound && strings.Contains(text, "product that was requested"):
			return unknownSKU(line.SKU)
		case outOfStock(text):
			return pos.NewError(pos.KindInvalid, pos.CodeOutOfStock, "Magento has not enough of %s: %s", line.SKU, presentable(text)).
				About(pos.MetLittleStockOf, pos.Figures{"sku": line.SKU, "said": presentable(text)})
		case notSaved(text):
			return pos.Unavailable(nil, "Magento could not save the cart. Try again later")
		case status == http.StatusBadRequest:
			return pos.NewError(pos.KindInvalid, pos.CodeRejectedByShop, "Magento refused %s: %s", line.SKU, presentable(text)).
				About(pos.MetRefusedGoods, pos.Figures{"sku": line.SKU, "said": presentable(text)})
		}
		return nil
	}
	var added addedLine
	err := c.do(ctx, add, &added)
	if err == nil && !added.keeps(line.Choices) {
		err = pos.NewError(pos.KindInvalid, pos.CodeRejectedByShop, "Magento took %s without its picture: look into its log, and whether pub/media can be written", line.SKU).
			About(pos.MetNoPicture, pos.Figures{"sku": line.SKU})
	}
	return added, err
}

// closedCart recognises the answer for a cart that is no longer open: placed already, purged, or never there.
func closedCart(status int, _ string, p parameters) *pos.Error {
	if status == http.StatusNotFound && p["fieldName"] == "cartId" {
		return pos.OutcomeUnknown(nil, "The cart is closed in Magento, so it may have become an order already. Look before repeating")
	}
	return nil
}

// notSaved recognises what Magento answers, with status 400, for any exception while it saves a cart, a deadlock of two
// carts over one product among them (Magento\Quote\Model\Quote\Item\CartItemPersister,
// Magento\Checkout\Model\ShippingInformationManagement): worth another try, unlike a refusal.
func notSaved(text string) bool {
	text = strings.ToLower(text)
	for _, words := range []string{"couldn't be saved", "can't be saved", "unable to be saved", "deadlock", "lock wait timeout"} {
		if strings.Contains(text, words) {
			return true
		}
	}
	return false
}

// outOfStock recognises Magento's sentences by their words: the text is the only mark of the kind of error.
func outOfStock(text string) bool {
	text = strings.ToLower(text)
	for _, words := range []string{
		"requested qty is not available", "trying to add is not available", "out of stock", "not enough items", "in stock status",
		"available in the requested quantity", "not salable",
	} {
		if strings.Contains(text, words) {
			return true
		}
	}
	return false
}
