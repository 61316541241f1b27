/** How Magento sells what a line takes of one product, see InventorySales' IsCorrectQtyCondition. Absent bounds bind nobody. */
export interface SaleRule {
  sku: string;
  /** How many of it are in one of the line: 1 of the product itself, or what a bundle has of a part. */
  each: number;
  /** True of what is sold in whole pieces only. */
  whole?: boolean;
  /** The fewest and the most of it on an order, and of what it must be a multiple. */
  min?: number;
  max?: number;
  step?: number;
  /** How many of it lines before put on the same line of Magento's cart, and on others, see inTurn. */
  taken?: number;
  others?: number;
}

/** A sale with the rules of all that it takes. Where nobody knows any, everything is sold. */
export interface Ruled {
  rules?: SaleRule[] | undefined;
}

/** Quantities are compared in their smallest parts, as Magento keeps four decimals. */
const scale = 10_000;

const scaled = (n: number) => Math.round(n * scale);

/** True when a quantity has parts of what is sold in whole pieces only: more digits do not make it one that is sold. */
export function isInParts(quantity: number, { rules = [] }: Ruled): boolean {
  return rules.some(({ each, whole }) => whole && scaled(each * quantity) % scale !== 0);
}

/** True when more than whole pieces is asked of a quantity. */
export function isBound({ rules = [] }: Ruled): boolean {
  return rules.some(({ min, max, step }) => min ?? max ?? step);
}

/** True when Magento sells a quantity. */
export function isSoldIn(quantity: number, sale: Ruled): boolean {
  return (sale.rules ?? []).every(({ each, whole, min = 0, max = Infinity, step, taken = 0, others = 0 }) => {
    const n = scaled(taken + each * quantity);
    return !(whole && n % scale) && n >= scaled(min) && n <= scaled(max - others) && !(step && n % scaled(step));
  });
}

/** The next quantity above or below that is sold, a piece away where nothing is asked; null when there is none. */
export function nextSold(quantity: number, up: boolean, sale: Ruled): number | null {
  const own = (sale.rules ?? []).filter(({ each }) => each === 1);
  const { step = 1, taken: offset = 0 } = own.find((rule) => rule.step) ?? {};
  const parts = scaled(offset + quantity) / scaled(step);
  const isCounted = sale.rules?.some((rule) => rule.whole ?? rule.step);
  const start = isCounted ? Math[up ? "floor" : "ceil"](parts) : parts;
  const bounds = own.map(({ min = 0, max = 0, taken = 0, others = 0 }) => scaled((up ? min : max - others) - taken) / scale);
  const found = bounds.filter((n) => n > 0 && (up ? n > quantity : n < quantity) && isSoldIn(n, sale));
  // So many steps reach all that fits on a line, unless they are very small.
  for (let i = 1; i <= scale; i++) {
    const n = scaled((start + (up ? i : -i)) * step - offset) / scale;
    if (n <= 0) break;
    if (isSoldIn(n, sale)) {
      found.push(n);
      break;
    }
  }
  return found[0] === undefined ? null : Math[up ? "min" : "max"](...found);
}

/**
 * The lines of an order, each asked about what those before it take of the same products. Magento puts lines of the same product and choices
 * together, one after another, and asks each other new line alone; only the most is asked of all lines with a product
 * (CatalogInventory's QuoteItemQtyList knows no new lines).
 */
export function inTurn<Line extends Ruled & { sku: string; choices?: unknown; quantity: number }>(lines: readonly Line[]): Line[] {
  const together = new Map<string, number>();
  const all = new Map<string, number>();
  const add = (to: Map<string, number>, key: string, amount: number) => to.set(key, (to.get(key) ?? 0) + amount);
  return lines.map((line) => {
    const same = JSON.stringify([line.sku, line.choices]);
    const rules = line.rules?.map((rule) => {
      const taken = rule.each * (together.get(same) ?? 0);
      const others = (all.get(rule.sku) ?? 0) - taken;
      return taken || others ? { ...rule, taken, others } : rule;
    });
    add(together, same, line.quantity);
    for (const { sku, each } of line.rules ?? []) add(all, sku, each * line.quantity);
    return rules?.some((rule, i) => rule !== line.rules?.[i]) ? { ...line, rules } : line;
  });
}

/** Those lines of an order that Magento refuses. */
export function unsold<Line extends Ruled & { sku: string; choices?: unknown; quantity: number }>(lines: readonly Line[]): Line[] {
  return inTurn(lines).filter((line) => !isSoldIn(line.quantity, line));
}
