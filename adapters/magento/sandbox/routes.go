package sandbox

// Permissions as Magento names them in a refusal.
const (
	aclBackend   = "Magento_Backend::store"
	aclProducts  = "Magento_Catalog::products"
	aclCategory  = "Magento_Catalog::categories"
	aclAttribute = "Magento_Catalog::attributes_attributes"
	aclSource    = "Magento_InventoryApi::source"
	aclStock     = "Magento_InventoryApi::stock"
	aclSalable   = "Magento_InventorySalesApi::stock"
	aclInventory = "Magento_CatalogInventory::cataloginventory"
	aclTax       = "Magento_Tax::manage_tax"
	aclGroup     = "Magento_Customer::group"
	aclOrders    = "Magento_Sales::sales"
	aclCreate    = "Magento_Sales::create"
	aclView      = "Magento_Sales::actions_view"
	aclInvoice   = "Magento_Sales::sales_invoice"
	aclShip      = "Magento_Sales::ship"
	aclCancel    = "Magento_Sales::cancel"
	aclHold      = "Magento_Sales::hold"
	aclUnhold    = "Magento_Sales::unhold"
	aclComment   = "Magento_Sales::comment"
	aclRefund    = "Magento_Sales::creditmemo"
	aclPickup    = "Magento_InventoryInStorePickupApi::notify_orders_are_ready_for_pickup"
)

// routes is the part of Magento's web API that the sandbox knows.
func (s *Sandbox) routes() []route {
	r := func(method, path, resource string, handle func(*request) (any, error)) route {
		return route{method: method, path: path, resource: resource, handle: handle}
	}
	return []route{
		r("POST", "integration/admin/token", "", s.adminToken),
		r("GET", "store/storeConfigs", aclBackend, s.storeConfigs),
		r("GET", "store/storeViews", aclBackend, s.storeViews),
		r("GET", "store/storeGroups", aclBackend, s.storeGroups),
		r("GET", "store/websites", aclBackend, s.websites),
		r("GET", "directory/currency", "", s.currency),
		r("GET", "taxRates/search", aclTax, s.searchTaxRates),
		r("GET", "taxRules/search", aclTax, s.searchTaxRules),
		r("GET", "taxClasses/search", aclTax, s.searchTaxClasses),
		r("GET", "customerGroups/search", aclGroup, s.searchCustomerGroups),

		r("GET", "products", aclProducts, s.searchProducts),
		r("GET", "products/{sku}", aclProducts, s.getProduct),
		r("DELETE", "products/{sku}", aclProducts, s.deleteProduct),
		r("GET", "products/{sku}/media", aclProducts, s.productMedia),
		r("GET", "products/{sku}/options", aclProducts, s.productOptions),
		r("GET", "products-render-info", "", s.renderInfo),
		r("GET", "products/attributes", aclAttribute, s.searchAttributes),
		r("GET", "products/attributes/{code}", aclAttribute, s.getAttribute),
		r("GET", "products/attributes/{code}/options", aclAttribute, s.attributeOptions),
		r("GET", "configurable-products/{sku}/children", aclProducts, s.configurableChildren),
		r("GET", "configurable-products/{sku}/options/all", aclProducts, s.configurableOptions),
		r("GET", "categories", aclCategory, s.categoryTree),
		r("GET", "categories/list", aclCategory, s.searchCategories),
		r("GET", "categories/{id}", aclCategory, s.getCategory),
		r("GET", "categories/{id}/products", aclCategory, s.categoryProducts),

		r("GET", "inventory/sources", aclSource, s.searchSources),
		r("GET", "inventory/sources/{code}", aclSource, s.getSource),
		r("GET", "inventory/source-items", aclSource, s.searchSourceItems),
		r("POST", "inventory/source-items", aclSource, s.saveSourceItems),
		r("GET", "inventory/stocks", aclStock, s.searchStocks),
		r("GET", "inventory/stock-source-links", aclStock, s.searchStockSourceLinks),
		r("GET", "inventory/stock-resolver/{type}/{code}", aclStock, s.resolveStock),
		r("GET", "inventory/get-sources-assigned-to-stock-ordered-by-priority/{id}", aclStock, s.sourcesOfStock),
		r("GET", "inventory/get-product-salable-quantity/{sku}/{stock}", aclSalable, s.salableQuantity),
		r("GET", "inventory/is-product-salable/{sku}/{stock}", aclSalable, s.isProductSalable),
		r("GET", "inventory/are-products-salable", aclSalable, s.areProductsSalable),
		r("GET", "inventory/is-product-salable-for-requested-qty/{sku}/{stock}/{qty}", aclSalable, s.isSalableForQty),
		r("GET", "inventory/dump-stock-index-data/{type}/{code}", aclSalable, s.dumpStockIndex),
		r("GET", "inventory/export-stock-salable-qty/{type}/{code}", aclSalable, s.exportSalable),
		r("GET", "stockItems/{sku}", aclInventory, s.legacyStockItem),
		r("GET", "stockStatuses/{sku}", aclInventory, s.legacyStockStatus),

		r("POST", "guest-carts", "", s.createCart),
		r("GET", "guest-carts/{cart}", "", s.getCart),
		r("GET", "guest-carts/{cart}/items", "", s.cartItems),
		r("POST", "guest-carts/{cart}/items", "", s.addCartItem),
		r("PUT", "guest-carts/{cart}/items/{item}", "", s.updateCartItem),
		r("DELETE", "guest-carts/{cart}/items/{item}", "", s.deleteCartItem),
		r("GET", "guest-carts/{cart}/totals", "", s.cartTotals),
		r("GET", "guest-carts/{cart}/shipping-methods", "", s.shippingMethods),
		r("POST", "guest-carts/{cart}/estimate-shipping-methods", "", s.estimateShipping),
		r("POST", "guest-carts/{cart}/shipping-information", "", s.setShipping),
		r("GET", "guest-carts/{cart}/payment-methods", "", s.paymentMethods),
		r("GET", "guest-carts/{cart}/payment-information", "", s.paymentInformation),
		r("POST", "guest-carts/{cart}/set-payment-information", "", s.setPayment),
		r("POST", "guest-carts/{cart}/payment-information", "", s.placeCart),
		r("PUT", "guest-carts/{cart}/order", "", s.orderCart),

		r("GET", "orders", aclView, s.searchOrders),
		r("POST", "orders", aclCreate, s.postOrder),
		r("PUT", "orders/create", aclCreate, s.postOrder),
		r("GET", "orders/items", aclView, s.searchOrderItems),
		r("GET", "orders/{id}", aclView, s.getOrder),
		r("GET", "orders/{id}/statuses", aclOrders, s.orderStatus),
		r("GET", "orders/{id}/comments", aclOrders, s.orderComments),
		r("POST", "orders/{id}/comments", aclComment, s.addComment),
		r("POST", "orders/{id}/cancel", aclCancel, s.cancelOrder),
		r("POST", "orders/{id}/hold", aclHold, s.holdOrder),
		r("POST", "orders/{id}/unhold", aclUnhold, s.unholdOrder),
		r("POST", "order/{id}/refund", aclRefund, s.refundOrder),
		r("POST", "order/notify-orders-are-ready-for-pickup", aclPickup, s.readyForPickup),
		r("GET", "creditmemos", aclRefund, s.searchCreditMemos),
		r("POST", "order/{id}/invoice", aclInvoice, s.invoiceOrder),
		r("POST", "order/{id}/ship", aclShip, s.shipOrder),
		r("GET", "invoices", aclInvoice, s.searchInvoices),
		r("GET", "invoices/{id}", aclInvoice, s.getInvoice),
		r("GET", "shipments", aclShip, s.searchShipments),
		r("GET", "shipment/{id}", aclShip, s.getShipment),
	}
}
