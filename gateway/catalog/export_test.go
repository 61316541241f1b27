package catalog

// Tidy is what followers do after they caught up; meanwhile runs before the new index takes its place.
func (c *Catalog) Tidy(store string, meanwhile func()) error {
	v := c.stores[store]
	was, built, err := v.indexAnew()
	if err != nil || built == nil {
		return err
	}
	meanwhile()
	v.takeIndex(was, built)
	return nil
}

// Untidy is how many products have changed since their texts were indexed.
func (c *Catalog) Untidy(store string) int { return len(c.stores[store].current.Load().text.overlay) }
