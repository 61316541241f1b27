package pos

// Attribute is the document of one product attribute in one store view (eav_attribute, catalog_eav_attribute). REST tells
// neither swatches, SearchWeight, PriceRules, UpdatesPreview nor UsesImage, and of Filterable only whether it is 0.
type Attribute struct {
	ID      int64  `json:"id"`
	Code    string `json:"code"`
	Label   string `json:"label"`             // the store view's, else the default
	Input   string `json:"input"`             // frontend_input: text, select, multiselect, boolean, price, date …
	Backend string `json:"backend,omitempty"` // backend_type: static, varchar, int, decimal, text, datetime
	Class   string `json:"class,omitempty"`   // frontend_class
	Default string `json:"default,omitempty"`
	// Swatch is how options are shown: visual, text, or empty.
	Swatch           string   `json:"swatch,omitempty"`
	ApplyTo          []string `json:"applyTo,omitempty"` // product types; empty is all
	Position         int      `json:"position"`
	Required         bool     `json:"required,omitempty"`
	Unique           bool     `json:"unique,omitempty"`
	UserDefined      bool     `json:"userDefined,omitempty"`
	Comparable       bool     `json:"comparable,omitempty"`
	Filterable       int      `json:"filterable,omitempty"` // 0 no, 1 with results, 2 without results too
	FilterableSearch bool     `json:"filterableInSearch,omitempty"`
	Searchable       bool     `json:"searchable,omitempty"`
	SearchWeight     int      `json:"searchWeight,omitempty"`
	Sortable         bool     `json:"sortable,omitempty"` // used_for_sort_by
	Visible          bool     `json:"visible,omitempty"`  // is_visible_on_front
	InListing        bool     `json:"inListing,omitempty"`
	PriceRules       bool     `json:"priceRules,omitempty"`
	UpdatesPreview   bool     `json:"updatesPreview,omitempty"`
	UsesImage        bool     `json:"usesImage,omitempty"` // use_product_image_for_swatch
	HTML             bool     `json:"html,omitempty"`      // is_html_allowed_on_front
	Editor           bool     `json:"editor,omitempty"`    // is_wysiwyg_enabled
	PromoRules       bool     `json:"promoRules,omitempty"`
	AdvancedSearch   bool     `json:"advancedSearch,omitempty"`
	Hidden           bool     `json:"hidden,omitempty"` // not is_visible: the shop's staff do not see it either
	// Options are in Magento's sort order, with the store view's label. Default labels are those of all stores.
	Options []AttributeOption `json:"options,omitempty"`
}

// EntityAttribute is an attribute of something that is no product: a category, a customer, or an address of theirs
// (customer_eav_attribute).
type EntityAttribute struct {
	Attribute
	// InputFilter, Lines, SortOrder, Rules and Forms are of customers and addresses only.
	InputFilter string // trim, date, …; empty is none
	Lines       int    // multiline_count
	SortOrder   int
	Rules       []ValidationRule
	Forms       []string // codes of the forms that show it
}

// ValidationRule is what Magento holds a value of a customer against, such as max_text_length, 255.
type ValidationRule struct{ Name, Value string }

// AttributeOption is one value that a select or multiselect attribute can have.
type AttributeOption struct {
	Value        string `json:"value"`
	Label        string `json:"label"`
	DefaultLabel string `json:"defaultLabel,omitempty"` // where it differs from Label
	Default      bool   `json:"default,omitempty"`
	Swatch       string `json:"swatch,omitempty"`
	SwatchType   *int   `json:"swatchType,omitempty"`
}

// Route is a request path that leads to a page, or redirects.
type Route struct {
	Path     string `json:"path"`
	Type     string `json:"type"` // Magento's entity_type: product, category, cms-page, custom
	EntityID int64  `json:"entityId,omitempty"`
	Target   string `json:"target"`
	Redirect int    `json:"redirect,omitempty"` // 0, 301 or 302
	// Page and Title are the identifier and the title of the page that a cms-page route shows.
	Page  string `json:"page,omitempty"`
	Title string `json:"title,omitempty"`
}
