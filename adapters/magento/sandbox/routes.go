package sandbox

import (
	"slices"
	"strconv"
)

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
	aclCustomer  = "Magento_Customer::customer"
	aclManage    = "Magento_Customer::manage"
	aclCarts     = "Magento_Cart::manage"
	aclPromo     = "Magento_SalesRule::quote"
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
	return slices.Concat(s.shopRoutes(), s.cartRoutes("guest-carts", ""), s.cartRoutes("carts", aclCarts))
}

// cartRoutes are the calls of a guest's cart, which is named by its masked id, or of a customer's, by its number.
func (s *Sandbox) cartRoutes(at, resource string) []route {
	r := func(method, path string, handle func(*request) (any, error)) route {
		return route{method: method, path: at + "/{cart}" + path, resource: resource, handle: func(r *request) (any, error) {
			if _, err := strconv.ParseInt(r.vars[0], 10, 64); (err == nil) == (resource == "") {
				return nil, noSuchEntity("cartId", nil)
			}
			return handle(r)
		}}
	}
	return []route{
		r("GET", "", s.getCart), r("POST", "/billing-address", s.setBilling), r("GET", "/items", s.cartItems), r("POST", "/items", s.addCartItem),
		r("PUT", "/items/{item}", s.updateCartItem), r("DELETE", "/items/{item}", s.deleteCartItem),
		r("GET", "/coupons", s.cartCoupon), r("PUT", "/coupons/{code}", s.setCoupon), r("DELETE", "/coupons", s.dropCoupon),
		r("GET", "/totals", s.cartTotals), r("GET", "/shipping-methods", s.shippingMethods),
		r("POST", "/estimate-shipping-methods", s.estimateShipping), r("POST", "/shipping-information", s.setShipping),
		r("GET", "/payment-methods", s.paymentMethods), r("GET", "/payment-information", s.paymentInformation),
		r("POST", "/set-payment-information", s.setPayment), r("POST", "/payment-information", s.placeCart), r("PUT", "/order", s.orderCart),
	}
}

func (s *Sandbox) shopRoutes() []route {
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
		r("GET", "directory/countries", "", s.countries),
		r("GET", "directory/countries/{id}", "", s.country),
		r("GET", "taxRates/search", aclTax, s.searchTaxRates),
		r("GET", "taxRules/search", aclTax, s.searchTaxRules),
		r("GET", "taxClasses/search", aclTax, s.searchTaxClasses),
		r("GET", "salesRules/search", aclPromo, s.searchSalesRules),
		r("GET", "salesRules/{id}", aclPromo, s.getSalesRule),
		r("GET", "coupons/search", aclPromo, s.searchCoupons),
		r("GET", "customerGroups/search", aclGroup, s.searchCustomerGroups),
		r("GET", "customers/search", aclCustomer, s.searchCustomers),
		r("GET", "customers/{id}", aclCustomer, s.getCustomer),
		r("POST", "customers", "", s.postCustomer),
		r("POST", "customers/isEmailAvailable", "", s.emailAvailable),

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
		r("GET", "categories/attributes", aclAttribute, s.searchCategoryAttributes),
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
		r("GET", "inventory/in-store-pickup/pickup-locations", "", s.pickupLocations),
		r("GET", "stockItems/lowStock", aclInventory, s.lowStock),
		r("GET", "stockItems/{sku}", aclInventory, s.legacyStockItem),
		r("GET", "stockStatuses/{sku}", aclInventory, s.legacyStockStatus),

		r("POST", "guest-carts", "", s.createCart),
		r("POST", "customers/{id}/carts", aclManage, s.customerCart),
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
