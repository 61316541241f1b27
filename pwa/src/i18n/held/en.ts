interface Texts {
  /** By the gateway's reasons. */
  reasons: Record<string, { what: string; todo: string }>;
  /** What an order met, by the gateway's codes; the names of figures are in braces. */
  details: Record<string, string>;
}

/** Why an order is held and what to do, in English. */
export const en: Texts = {
  reasons: {
    TOTALS_DIFFER: { what: "Magento calculates another total than the customer paid.", todo: "Accept it with Magento's total, enter it as charged, or correct the price or rule in Magento and try again." },
    PRODUCT_GONE: { what: "A product on this order no longer exists in Magento.", todo: "Restore the product or make one with the same SKU, then try again." },
    OUT_OF_STOCK: { what: "Magento has too little stock for this order.", todo: "Correct the source's quantity in Magento, then try again. Entered as charged it skips the check." },
    METHOD_MISSING: { what: "Magento does not offer the payment or shipping method that is set for this location.", todo: "Enable the method in Magento, then try again. All orders of the location wait for the same." },
    REFUSED_BY_MAGENTO: { what: "Magento understood the order and said no.", todo: "Remove the cause that Magento names below, then try again." },
    ORDER_MISSING: { what: "Magento had confirmed this order and no longer knows it.", todo: "Find out first whether Magento was restored from a backup: then more orders are concerned. Do not cancel it, the money was taken." },
    TOO_MANY_ATTEMPTS: { what: "One step failed again and again while other orders went through.", todo: "Look for the cause below and in Magento's logs, remove it, then try again." },
    NUMBER_TAKEN: { what: "Magento has another order under this receipt number.", todo: "Compare the two. If they are different sales, have Magento price it: it gets a number of its own." },
    NO_RESERVATION: { what: "The order is in Magento, but its stock cannot be reserved there, so it is not shipped.", todo: "Give the gateway an account for reservations, then try again." },
    CUSTOMER_REFUSED: { what: "Magento does not take the new customer of this order.", todo: "Correct the e-mail address or the name." },
    CUSTOMER_CART_IN_USE: { what: "The customer has a cart of their own in the web shop, which must not be mixed with this sale.", todo: "Enter it as charged, or wait until the customer has bought or emptied their cart and try again." },
    COUPON_REFUSED: { what: "Magento no longer takes the coupon of this order.", todo: "Enter it as charged, or raise the coupon's limit in Magento and try again." },
    OVER_RETURNED: { what: "More came back than was sold with that receipt.", todo: "Compare the receipts. Accept it, and as many pieces as are left are given back in Magento." },
    RETURN_REFUSED: { what: "Magento made no credit memo for this return.", todo: "If somebody has seen to the money in Magento by hand, accept it with a note that says how. Otherwise remove the cause below and try again." },
    RESTOCK_UNCLEAR: { what: "It is not certain that the returned goods were added to the stock.", todo: "Look at the stock in Magento. Accept it if they are counted in; try again if they are not." },
    OVERPAID: { what: "More was paid for an earlier order than was left to be paid.", todo: "Pay the difference back, then accept it with a note that says how." },
    CANCEL_REFUSED: { what: "Magento cannot cancel this order any more.", todo: "Try again drops the wish to cancel. Then take the goods back as a return." },
    GATEWAY_FAULT: { what: "The gateway has a fault that this order brought to light.", todo: "Tell whoever looks after the gateway, with the detail below. Try again after it was updated." },
  },
  details: {
    other_totals: "Charged {total} ({subtotal} + tax {tax}), Magento expects {expected_total} ({expected_subtotal} + tax {expected_tax})",
    unknown_location: "The gateway has no location {location}",
    unknown_pickup_location: "The gateway has no location {location}, where the order is to be picked up",
    unknown_order: "The gateway has no order {order}",
    archived_order: "Order {order} was archived and cannot be changed any more; correct it in Magento",
    cancelled_order: "Order {order} was cancelled",
    unpaid_order: "Order {order} is not paid yet: cancel it instead",
    other_currency: "Order {order} was sold in {sold_in}, and this one in {currency}",
    overpayment: "Order {order} was paid {amount} too much",
    more_returned: "{returned} of {sku} came back, {left} of order {order} can",
    too_few_left: "Magento’s order {order} has {missing} of {sku} too few that could be given back",
    stock_moved: "Source {source} held {before} of {sku}, {added} were added, and now it holds {now}",
    invoiced: "Magento’s order {order} is invoiced or shipped",
    unreserved: "Magento’s order {order} was imported without a reservation",
    cannot_cancel: "Magento answers that order {order} cannot be cancelled",
    lost_order: "Magento has no order with the entity id {id}",
    no_reservations: "The order was imported, and the gateway has no account that may write reservations",
    no_imports: "The location imports its orders, and this gateway cannot",
    fault: "Fault at the step {step}: {said}. The gateway’s log has more",
    no_source: "Location {location} has no source to ship from; set one",
    unknown_sku: "Magento has no product with the SKU {sku}",
    too_little_stock: "Magento has too little stock: {said}",
    too_little_stock_of: "Magento has too little of {sku}: {said}",
    no_shipping_method: "Magento does not offer the shipping method {method} at this location: {said}",
    no_payment_method: "Magento does not offer the payment method {method} at this location",
    refused_coupon: "Magento does not take the coupon: {said}",
    refused_goods: "Magento refused {sku}: {said}",
    refusal: "Magento refused: {said}",
    number_taken: "Magento has an order {order} already that was not made for this sale",
  },
};
