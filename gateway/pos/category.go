package pos

// Category is the catalog document of one category in one store view.
type Category struct {
	ID       int64  `json:"id"`
	ParentID int64  `json:"parentId"`
	Path     string `json:"path"` // ids from the root, joined by slashes
	Level    int    `json:"level"`
	Position int    `json:"position"`
	Name     string `json:"name"`
	URLKey   string `json:"urlKey,omitempty"`
	URLPath  string `json:"urlPath,omitempty"`
	Active   bool   `json:"active"`
	InMenu   bool   `json:"inMenu"`
	Anchor   bool   `json:"anchor"`
	// CreatedAt and UpdatedAt are UTC, 2006-01-02 15:04:05.
	CreatedAt string `json:"createdAt,omitempty"`
	UpdatedAt string `json:"updatedAt,omitempty"`
	// Attributes are the other attributes that have a value (meta_title, description, image …), by code, raw; lists
	// (available_sort_by) are joined by commas. An empty text is no value. The derived path, children, children_count and
	// path_in_store are not among them.
	Attributes map[string]string `json:"attributes,omitempty"`
}
