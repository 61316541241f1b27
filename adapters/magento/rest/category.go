package rest

import (
	"context"
	"strconv"
	"strings"

	"github.com/tillway/tillway/gateway/pos"
)

const categoryPage = 100

type wireCategory struct {
	ID         ident           `json:"id"`
	Parent     ident           `json:"parent_id"`
	Name       text            `json:"name"`
	Active     flag            `json:"is_active"`
	InMenu     flag            `json:"include_in_menu"`
	Position   ident           `json:"position"`
	Level      ident           `json:"level"`
	Path       string          `json:"path"`
	SortBy     text            `json:"available_sort_by"`
	CreatedAt  string          `json:"created_at"`
	UpdatedAt  string          `json:"updated_at"`
	Attributes []wireAttribute `json:"custom_attributes"`
}

// Categories returns the categories below the store's root, the root included, by ascending id.
func (c *Client) Categories(ctx context.Context, store pos.Store) ([]pos.Category, error) {
	var all []pos.Category
	root := "/" + strconv.FormatInt(store.RootCategoryID, 10) + "/"
	for after := int64(0); ; {
		var page struct {
			Items []wireCategory `json:"items"`
			Total int            `json:"total_count"`
		}
		query := newSearch().where("entity_id", "gt", strconv.FormatInt(after, 10)).ascending("entity_id").limit(categoryPage).query()
		if err := c.get(ctx, store.Code, "/V1/categories/list", "/categories/list", query, &page); err != nil {
			return nil, err
		}
		for _, w := range page.Items {
			if int64(w.ID) <= after {
				return nil, disordered("categories")
			}
			after = int64(w.ID)
			// The list knows no root: it holds the trees of all store groups.
			if strings.Contains("/"+w.Path+"/", root) {
				all = append(all, w.category())
			}
		}
		if len(page.Items) == 0 || page.Total <= len(page.Items) {
			return all, nil
		}
	}
}

func (w wireCategory) category() pos.Category {
	cat := pos.Category{
		ID: int64(w.ID), ParentID: int64(w.Parent), Path: w.Path, Level: int(w.Level), Position: int(w.Position),
		Name: string(w.Name), Active: bool(w.Active), InMenu: bool(w.InMenu),
		CreatedAt: w.CreatedAt, UpdatedAt: w.UpdatedAt,
	}
	attributes := map[string]string{}
	if w.SortBy != "" {
		attributes["available_sort_by"] = string(w.SortBy)
	}
	for _, a := range w.Attributes {
		value := scalarText(a.Value)
		switch a.Code {
		case "url_key":
			cat.URLKey = value
		case "url_path":
			cat.URLPath = value
		case "is_anchor":
			cat.Anchor = value == "1"
		case "path", "children", "all_children", "children_count", "path_in_store", "level", "position", "created_at", "updated_at",
			"name", "is_active", "include_in_menu":
			// Fields above, or derived from the tree.
		default:
			if value != "" {
				attributes[a.Code] = value
			}
		}
	}
	if len(attributes) > 0 {
		cat.Attributes = attributes
	}
	return cat
}

// disordered is the error of a list that does not ascend as asked: going on would lose rows or never end.
func disordered(what string) error {
	return pos.NewError(pos.KindInternal, pos.CodeInternal, "Magento listed %s out of order", what)
}
