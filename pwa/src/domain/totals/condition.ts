import type { Condition } from "./input";
import type { Cart, Line } from "./line";
import { type Held, judge, listed, numberValue, textValue } from "./operator";
import { Unknown } from "./read";

export interface LineTest {
  (line: Line): boolean;
  /** Of a test that asks for one of some SKUs and for nothing else: these, in lower case. */
  skus?: readonly string[];
}
export type CartTest = (cart: Cart) => boolean;

type Scope = "parent" | "children" | null;

const CART_ATTRIBUTES = new Set(
  "base_subtotal base_subtotal_with_discount base_subtotal_total_incl_tax total_qty weight payment_method shipping_method postcode region_id country_id".split(" "),
);
/** How deep and how wide a tree may be: far beyond any that people make. */
const MAX_DEPTH = 20;

const always = () => true;

function children(node: Condition): Condition[] {
  const list = node.conditions ?? [];
  if (!Array.isArray(list)) throw new Unknown("conditions");
  return list;
}

function shape(node: Condition): { all: boolean; expect: boolean } {
  if (node.aggregator !== "all" && node.aggregator !== "any") throw new Unknown(`aggregator ${String(node.aggregator)}`);
  return { all: node.aggregator === "all", expect: node.expect ?? true };
}

/** The product side of a rule: what its actions and its product conditions say of a line. */
export class ConditionCompiler {
  private readonly leaves = new Map<string, LineTest>();
  private readonly trees = new Map<string, CartTest | LineTest>();

  /** multiselect: the product attributes that hold several options. */
  constructor(private readonly multiselect: ReadonlySet<string>) {}

  /** The test of a rule's tree. Rules often share theirs, and are then judged once: equal trees give the same test. */
  once<K extends "cart" | "lines">(kind: K, node: Condition): ReturnType<ConditionCompiler[K]> {
    const key = kind + JSON.stringify(node);
    const test = this.trees.get(key) ?? this[kind](node);
    this.trees.set(key, test);
    return test as ReturnType<ConditionCompiler[K]>;
  }

  /** A test of lines (Magento\SalesRule\Model\Rule\Condition\Product\Combine). */
  lines(node: Condition, depth = 0): LineTest {
    if (depth > MAX_DEPTH) throw new Unknown("depth");
    if (node.type === "product") return this.product(node);
    if (node.type !== "product_combine" && depth > 0) throw new Unknown(`condition ${node.type}`);
    return this.combineLines(node, depth);
  }

  private combineLines(node: Condition, depth: number): LineTest {
    const nodes = children(node);
    if (nodes.length === 0) return always;
    const { all, expect } = shape(node);
    const tests = nodes.map((child) => ({ test: this.lines(child, depth + 1), scope: scopeOf(child) }));
    if (tests.length === 1) {
      const { test, scope } = tests[0]!;
      const only: LineTest = (line) => verdict(test, scope, line, expect) === expect;
      if (expect && scope === null) only.skus = test.skus;
      return only;
    }
    return (line) => {
      for (const { test, scope } of tests) {
        const hit = verdict(test, scope, line, expect) === expect;
        if (hit !== all) return hit;
      }
      return all;
    };
  }

  /** A leaf, judged once for each line however many rules ask the same. */
  private product(node: Condition): LineTest {
    const key = JSON.stringify([node.attribute, node.operator, node.value]);
    let leaf = this.leaves.get(key);
    if (!leaf) {
      const test = this.leaf(node);
      const id = this.leaves.size;
      leaf = (line) => (line.leaves[id] ??= test(line));
      leaf.skus = skusOf(node);
      this.leaves.set(key, leaf);
    }
    return leaf;
  }

  private leaf(node: Condition): LineTest {
    const attribute = (node.attribute ?? "").replace(/^.*::/, "");
    const operator = node.operator ?? "";
    if (attribute === "category_ids") {
      const judged = judge(operator === "==" ? "{}" : operator === "!=" ? "!{}" : operator, node.value, "list");
      return (line) => judged(line.facts.categories);
    }
    if (attribute === "quote_item_price") {
      const judged = judge(operator, priceText(node.value), "plain");
      return (line) => judged(known(line, attribute, () => numberValue(line.price.toNumber(2))));
    }
    const judged = judge(operator, node.value, "plain");
    switch (attribute) {
      case "quote_item_qty":
        return (line) => judged(known(line, attribute, () => numberValue(line.qty.toNumber())));
      case "quote_item_row_total":
        return (line) => judged(known(line, attribute, () => numberValue(line.row.toNumber(2))));
      case "sku":
        return (line) => judged(line.facts.sku);
      case "price":
        return (line) => judged(line.facts.price);
      case "weight":
        return (line) => judged(line.facts.weight);
      case "":
      case "type_id":
        throw new Unknown(`attribute ${attribute}`);
      default:
        return this.attribute(attribute, operator, node.value);
    }
  }

  private attribute(attribute: string, operator: string, value: unknown): LineTest {
    const several = this.multiselect.has(attribute);
    const judged = judge(operator, value, several ? "list" : "plain");
    const key = `=${attribute}`;
    return (line) => judged(known(line, key, () => heldOf(line.facts.attributes[attribute], several)));
  }

  /** A test of the cart (Magento\SalesRule\Model\Rule\Condition\Combine). */
  cart(node: Condition, depth = 0): CartTest {
    if (depth > MAX_DEPTH) throw new Unknown("depth");
    switch (node.type) {
      case "combine":
        return this.combineCart(node, depth);
      case "address":
        return address(node);
      case "found":
        return this.found(node, depth);
      case "subselect":
        return this.subselect(node, depth);
      default:
        throw new Unknown(`condition ${node.type}`);
    }
  }

  private combineCart(node: Condition, depth: number): CartTest {
    const tests = children(node).map((child) => this.cart(child, depth + 1));
    if (tests.length === 0) return always;
    const { all, expect } = shape(node);
    return (cart) => {
      for (const test of tests) {
        const hit = test(cart) === expect;
        if (hit !== all) return hit;
      }
      return all;
    };
  }

  /** Whether a row is found, parts included; negated, whether none is (Magento\SalesRule\Model\Rule\Condition\Product\Found). */
  private found(node: Condition, depth: number): CartTest {
    const { all, expect } = shape({ aggregator: "all", ...node });
    const test = this.combineLines(node, depth);
    return (cart) => {
      let valid = false;
      for (const top of cart.lines) {
        for (const line of [top, ...top.parts]) {
          const hit = test(line);
          if (!expect && !hit) return false;
          if (hit && (expect || !all)) return true;
          valid ||= hit;
        }
      }
      return valid;
    };
  }

  /** A sum over the matching lines (Magento\SalesRule\Model\Rule\Condition\Product\Subselect). */
  private subselect(node: Condition, depth: number): CartTest {
    const attribute = node.attribute ?? "";
    if (!["qty", "base_row_total"].includes(attribute)) throw new Unknown(`subselection of ${attribute}`);
    if (children(node).length === 0) return () => false;
    const test = this.combineLines(node, depth);
    const judged = judge(node.operator ?? "", node.value, "plain");
    const amount = (line: Line) => (attribute === "qty" ? line.qty.toNumber() : line.row.toNumber(2));
    return (cart) => {
      let total = 0;
      for (const line of cart.lines) {
        const hits = line.parts.filter(test);
        let parts = 0;
        if (line.type === "bundle") for (const part of hits) parts += amount(part);
        if (attribute === "qty") parts *= line.qty.toNumber();
        if (hits.length > 0 || test(line)) total += parts > 0 ? parts : amount(line);
      }
      return judged(numberValue(total));
    };
  }
}

/** What a line holds, made once however many rules look at it. */
function known(line: Line, key: string, make: () => Held): Held {
  let held = line.held.get(key);
  if (held === undefined) line.held.set(key, (held = make()));
  return held;
}

/** The value of an attribute: several when it may hold several options, or holds a comma. */
function heldOf(value: unknown, several: boolean): Held {
  const text = value === undefined || value === null ? null : String(value as string | number);
  if (!several && !text?.includes(",")) return text === null ? null : textValue(text);
  return text ? text.split(",") : [];
}

/** The SKUs that a leaf asks for. A number is equal in many forms, and cannot be looked up. */
function skusOf({ attribute, operator, value }: Condition): readonly string[] | undefined {
  if (attribute !== "sku" || typeof value !== "string" || (operator !== "()" && operator !== "==")) return undefined;
  const texts = operator === "==" ? [value] : listed(value);
  const skus = texts.map(textValue);
  return texts.includes("") || skus.some((sku) => !Number.isNaN(sku.number)) ? undefined : skus.map((sku) => sku.lower);
}

function scopeOf(node: Condition): Scope {
  const scope = node.attribute_scope ?? /^(parent|children)::/.exec(node.attribute ?? "")?.[1] ?? null;
  if (scope === null || scope === "" || scope === "parent" || scope === "children") return scope === "" ? null : scope;
  throw new Unknown(`scope ${scope}`);
}

/** Parts are judged first, then the line; the first that is as expected decides, else the last. */
function verdict(test: LineTest, scope: Scope, line: Line, expect: boolean): boolean {
  if (scope === "parent") return test(line.parent ?? line);
  if (line.parts.length === 0) return test(line);
  for (const part of line.parts) if (test(part) === expect) return expect;
  return scope === "children" ? !expect : test(line);
}

function address(node: Condition): CartTest {
  const attribute = node.attribute ?? "";
  if (!CART_ATTRIBUTES.has(attribute)) throw new Unknown(`attribute ${attribute}`);
  const judged = judge(node.operator ?? "", node.value, "plain");
  return (cart) => judged(cart.attributes[attribute] ?? null);
}

/** A price as people type it into a condition: "1,234.50" (Magento\SalesRule\Model\Rule\Condition\Product::getFormattedPrice). */
function priceText(value: unknown): unknown {
  if (typeof value !== "string") return value;
  const text = value.replace(/[^0-9.,-]/g, "");
  if (!text.includes(",")) return text;
  if (!text.includes(".")) return /,\d{3}$/.test(text) ? text.replace(/,/g, "") : text.replace(",", ".");
  return text.lastIndexOf(",") > text.lastIndexOf(".") ? text.replace(/\./g, "").replace(",", ".") : text.replace(/,/g, "");
}
