package db_test

import (
	"testing"
)

func TestProductDocuments(t *testing.T) {
	t.Parallel()
	s := excerpt(t)
	for sku, id := range map[string]int64{
		"24-MB01": 1, "24-MB04": 2, "24-WG080": 45, "24-WG085_Group": 46, "240-LV04": 47, "VIRT-GIFTWRAP": 2047,
		"WS12": 1562, "WS12-XS-Blue": 1547, "WP01": 1825, "WP01-28-Black": 1819,
	} {
		t.Run("the document of "+sku+" is as it was", func(t *testing.T) {
			golden(t, sku, s.product(t, id))
		})
	}
}
