package db

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/tillway/tillway/gateway/pos"
	"github.com/tillway/tillway/gateway/pos/totals"
)

// pricingLog is the name of the place that stands for what pricing documents are made of: its epoch is a digest of all of it. These
// tables are small, have no changelog and no dates, and only some of their changes go through Magento's models.
const pricingLog = "pricing"

// readPricing tells whether anything that pricing documents are made of is not as it was.
func (w *watch) readPricing(ctx context.Context, r *reader) error {
	kind := digestKind{pos.DocPricing, 0, pricingTables(w.store)}
	for i := range kind.tables {
		if err := kind.tables[i].sum(ctx, r, kind.size); err != nil {
			return err
		}
	}
	sum := sha256.New()
	for _, d := range kind.digests() {
		_, _ = fmt.Fprintln(sum, d.From, d.Digest)
	}
	now := pos.LogMark{Epoch: hex.EncodeToString(sum.Sum(nil)[:8])}
	was, known := w.since.Logs[pricingLog]
	w.next.Logs[pricingLog] = now
	w.pricing = known && was != now
	return nil
}

// pricingTables are what Pricing reads, of what the shop has. Of coupons only those with a limit change by being used.
func pricingTables(store pos.Store) []digested {
	paths := append(slices.Sorted(maps.Keys(totals.ConfigPaths())), totals.DefaultGroupPath)
	args := make([]any, len(paths))
	for i, path := range paths {
		args[i] = path
	}
	return []digested{
		{name: "rules", from: "{salesrule} t", key: "t.rule_id", columns: "t.name, t.description, t.from_date, t.to_date, t.uses_per_customer, t.conditions_serialized," +
			" t.actions_serialized, t.stop_rules_processing, t.sort_order, t.simple_action, t.discount_amount, t.discount_qty, t.discount_step," +
			" t.apply_to_shipping, t.coupon_type, t.use_auto_generation, t.simple_free_shipping", where: "t.is_active = 1", optional: true},
		{name: "rule websites", from: "{salesrule_website} t", key: "t.rule_id", columns: "t.website_id", where: "TRUE", optional: true},
		{name: "rule groups", from: "{salesrule_customer_group} t", key: "t.rule_id", columns: "t.customer_group_id", where: "TRUE", optional: true},
		{name: "rule labels", from: "{salesrule_label} t", key: "t.rule_id", columns: "t.store_id, t.label", where: "t.store_id IN (0, ?)", args: []any{store.ID}, optional: true},
		{name: "coupons", from: "{salesrule_coupon} t", key: "t.coupon_id",
			columns: "t.rule_id, t.code, t.usage_limit, IF(t.usage_limit>0,t.times_used,0), t.type", where: "TRUE", optional: true},
		{name: "tax rates", from: "{tax_calculation_rate} t", key: "t.tax_calculation_rate_id",
			columns: "t.code, t.tax_country_id, t.tax_region_id, t.tax_postcode, t.rate, t.zip_is_range, t.zip_from, t.zip_to", where: "TRUE", optional: true},
		{name: "tax rules", from: "{tax_calculation_rule} t", key: "t.tax_calculation_rule_id", columns: "t.priority, t.calculate_subtotal", where: "TRUE", optional: true},
		{name: "tax classes of rules", from: "{tax_calculation} t", key: "t.tax_calculation_id",
			columns: "t.tax_calculation_rule_id, t.customer_tax_class_id, t.product_tax_class_id, t.tax_calculation_rate_id", where: "TRUE", optional: true},
		{name: "groups", from: "{customer_group} t", key: "t.customer_group_id", columns: "t.customer_group_code, t.tax_class_id", where: "TRUE", optional: true},
		{name: "closed groups", from: "{customer_group_excluded_website} t", key: "t.customer_group_id", columns: "t.website_id", where: "TRUE", optional: true},
		{name: "totals settings", from: "{core_config_data} t", key: "t.config_id", columns: "t.scope, t.scope_id, t.path, t.value",
			where: "t.path IN (?" + strings.Repeat(",?", len(args)-1) + ")", args: args},
	}
}
