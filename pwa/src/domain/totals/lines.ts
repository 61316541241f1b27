import { isDynamic } from "./check";
import { type Exact, HUNDRED, ONE, ZERO } from "./exact";
import type { Basket, Item, Part } from "./input";
import { Line, type ProductFacts } from "./line";
import { numberValue, textValue } from "./operator";
import { type Buyer, partPrice, unitPrice } from "./price";
import { decimal, decimalOrZero } from "./read";
import type { PriceNote } from "./trace";

function ownFacts(of: Item | Part): ProductFacts {
  return {
    sku: textValue(of.sku),
    price: numberValue(Number(of.unit_price_original)),
    weight: numberValue(Number(of.weight ?? 0)),
    categories: (of.category_ids ?? []).map(String),
    attributes: of.attributes ?? {},
  };
}

/** A configurable line is judged by its own product, which has no price; what that product lacks is its variant's. */
function parentFacts(item: Item, variant: ProductFacts): ProductFacts {
  return {
    sku: textValue(item.parent_sku || item.sku),
    price: variant.price,
    weight: variant.weight,
    categories: (item.parent_category_ids ?? []).map(String),
    attributes: { ...variant.attributes, ...item.parent_attributes },
  };
}

/** The lines of a basket with their parts and prices, in basket order. */
export function basketLines(basket: Basket): Line[] {
  const buyer = { group: basket.customer_group, date: basket.date };
  return basket.items.map((item, i) => basketLine(item, i + 1, buyer));
}

function basketLine(item: Item, no: number, buyer: Buyer): Line {
  const qty = decimal(item.qty, "quantity");
  const configurable = item.type === "configurable";
  const dynamic = isDynamic(item);
  const own = ownFacts(item);
  const facts = configurable ? parentFacts(item, own) : own;
  const separate = item.options?.ships_separately ?? false;
  const line = new Line(no, item, item.type, null, qty, facts, item.product_tax_class_id, dynamic, separate);
  if (configurable) new Line(no, item, "simple", line, ONE, own, 0, false, false);
  if (item.type === "bundle") for (const part of item.children ?? []) addPart(line, part, buyer);
  if (!dynamic) priceOf(line, priceAsked(line, buyer));
  return line;
}

function addPart(line: Line, part: Part, buyer: Buyer): void {
  const qty = decimal(part.qty_per_bundle, "quantity");
  const taxClass = line.dynamic ? part.product_tax_class_id : 0;
  const made = new Line(line.no, part, "simple", line, qty, ownFacts(part), taxClass, false, false);
  if (line.dynamic) priceOf(made, priceAsked(made, buyer));
}

/** The unit price of a line that is priced itself, unrounded. */
export function priceAsked(line: Line, buyer: Buyer, note: PriceNote = null): Exact {
  if (line.parent) return partPrice(line.parent.item as Item, line.item as Part, line.parent.qty, line.pieces, buyer, note);
  return unitPrice(line.item as Item, line.qty, buyer, note);
}

function priceOf(line: Line, price: Exact): void {
  line.unit = price.times(HUNDRED).rounded();
  line.original = decimal(line.item.unit_price_original, "price").times(HUNDRED).rounded();
}

/** The weight of the cart as conditions see it. A bundle without a weight of its own weighs what its parts weigh. */
export function cartWeight(lines: readonly Line[]): Exact {
  let weight = ZERO;
  const add = (line: Line, pieces: Exact) => {
    weight = weight.plus(decimalOrZero(line.item.weight, "weight").times(pieces));
  };
  for (const line of lines) {
    if (line.virtual) continue;
    const ofParts = line.dynamic && line.separate && decimalOrZero(line.item.weight, "weight").sign() === 0;
    if (ofParts) for (const part of line.parts) add(part, part.pieces);
    else add(line, line.qty);
  }
  return weight;
}
