import { type Exact, ZERO } from "./exact";
import type { Item, Part } from "./input";
import type { Held, Value } from "./operator";
import type { Whole } from "./whole";

/** What conditions about a product look at. */
export interface ProductFacts {
  sku: Value;
  price: Value;
  weight: Value;
  categories: readonly string[];
  attributes: Readonly<Record<string, unknown>>;
}

/**
 * A line of the basket, or a part of one: the variant of a configurable product, a product inside a bundle. Amounts are hundredths of
 * the currency unit. The parts of a dynamic bundle carry prices, tax and discounts; all other parts only matter to conditions.
 */
export class Line {
  readonly parts: Line[] = [];
  /** The pieces in all: of a part, its number per bundle times the bundles. */
  readonly pieces: Exact;

  /** The unit price that the catalogue asks, and the one before every reduction, rounded. */
  unit = ZERO;
  original = ZERO;

  /** Before any discount. */
  price = ZERO;
  priceIncl = ZERO;
  row = ZERO;
  rowIncl = ZERO;
  taxPercent = ZERO;

  /** The unit price that discounts are taken from. */
  basis = ZERO;
  /** basis times all pieces. */
  worth = ZERO;
  discount = ZERO;
  /** The discount as Magento's binary fraction. */
  noisy = 0;
  percent = ZERO;
  /** While rules are applied: discount and percent in whole numbers, in place of those above. */
  whole: Whole | null = null;
  readonly rules: number[] = [];
  /** What product leaves of conditions say of the line, by their numbers. */
  readonly leaves: (boolean | undefined)[] = [];
  /** What they looked at. */
  readonly held = new Map<string, Held>();
  /** Its place among all lines and parts, and that in the order in which rules visit them. */
  slot = 0;
  place = 0;
  /** A rule that stops has applied: later rules leave the line alone. */
  stopped = false;
  /** So has the rule in hand. */
  stopping = false;

  /** After discounts. */
  tax = ZERO;
  compensation = ZERO;

  constructor(
    readonly no: number,
    readonly item: Item | Part,
    readonly type: string,
    readonly parent: Line | null,
    readonly qty: Exact,
    readonly facts: ProductFacts,
    readonly taxClass: number,
    /** The parts are priced, not the line. */
    readonly dynamic: boolean,
    readonly separate: boolean,
  ) {
    this.pieces = parent ? qty.times(parent.qty) : qty;
    parent?.parts.push(this);
  }

  get virtual(): boolean {
    return this.type === "virtual" || this.type === "downloadable";
  }

  /** The same line without its parts. */
  alone(): Line {
    return Object.create(this, { parts: { value: [] } }) as Line;
  }

  /** The line whose prices count: itself, or each priced part. */
  priced(): readonly Line[] {
    return this.dynamic ? this.parts : [this];
  }
}

/** The cart as conditions see it: before any discount. */
export interface Cart {
  lines: readonly Line[];
  attributes: Readonly<Record<string, Value | null>>;
}
