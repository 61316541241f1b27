import { Unknown } from "./read";

/** A value as comparisons take it: as text without regard to case, and as a number when PHP would take it for one. */
export interface Value {
  text: string;
  lower: string;
  /** NaN when it is no number. */
  number: number;
}

/** What a leaf compares: one value of the cart or a product, several, or none. */
export type Held = Value | readonly string[] | null;

const NUMERIC = /^\s*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?\s*$/i;

export function textValue(text: string): Value {
  const first = text.charCodeAt(0);
  // Most texts begin with a letter and need no closer look.
  const number = first < 58 && NUMERIC.test(text) ? Number(text) : NaN;
  return { text, lower: text.toLowerCase(), number };
}

export function numberValue(number: number): Value {
  const text = String(number);
  return { text, lower: text, number };
}

/** Equal as numbers when both are, else as text. */
const equal = (a: Value, b: Value) => (Number.isNaN(a.number) || Number.isNaN(b.number) ? a.lower === b.lower : a.number === b.number);

const isList = (held: Held): held is readonly string[] => Array.isArray(held);

/**
 * The comparison that a leaf makes (Magento\Rule\Model\Condition\AbstractCondition::validateAttribute). `list` says that the attribute
 * holds several options; its operand is then always taken for a list.
 */
export function judge(operator: string, operand: unknown, kind: "plain" | "list"): (held: Held) => boolean {
  const negative = operator.startsWith("!");
  const many = kind === "list" || operator === "()" || operator === "!()";
  const texts = operandTexts(operand);
  const value = textValue(texts.join(","));
  const values = many ? listed(value.text) : [value.text];
  // A list operator without a list is never met, whichever way it asks.
  if (many && values.length === 0) return () => false;
  switch (operator) {
    case "==":
    case "!=":
      return equals(value, values, many, negative);
    case "<=":
    case ">":
      return ordered(value, many, (order) => order <= 0, operator === ">");
    case ">=":
    case "<":
      return ordered(value, many, (order) => order >= 0, operator === "<");
    case "()":
    case "!()":
      return oneOf(values, negative);
    case "{}":
    case "!{}":
      return contains(value, values, many, negative);
    default:
      throw new Unknown(`operator ${operator}`);
  }
}

/**
 * The values of a list as people type it. Blanks around a separator are no part of a value, those at the ends of the list are, and "0"
 * is no list (Magento\Rule\Model\Condition\AbstractCondition::getValueParsed).
 */
export function listed(text: string): string[] {
  return text === "0" ? [] : text.split(/[ \t\n\v\f\r]*[,;][ \t\n\v\f\r]*/).filter((part) => part !== "");
}

function operandTexts(operand: unknown): string[] {
  if (Array.isArray(operand)) return operand.map(String);
  if (operand === null || operand === undefined || operand === false) return [""];
  return [operand === true ? "1" : String(operand as string | number)];
}

function equals(value: Value, values: readonly string[], many: boolean, negative: boolean) {
  const set = new Set(values);
  return (held: Held) => {
    if (isList(held)) {
      const hit = many ? held.some((item) => set.has(item)) : held.length === 1 && equal(textValue(held[0]!), value);
      return hit !== negative;
    }
    if (many) return false;
    return (held === null ? value.text === "" : equal(held, value)) !== negative;
  };
}

function ordered(value: Value, many: boolean, holds: (order: number) => boolean, negated: boolean) {
  return (held: Held) => {
    if (held === null || isList(held) || many) return false;
    const numbers = !Number.isNaN(held.number) && !Number.isNaN(value.number);
    const order = numbers ? held.number - value.number : held.text < value.text ? -1 : held.text > value.text ? 1 : 0;
    return holds(order) !== negated;
  };
}

function oneOf(values: readonly string[], negative: boolean) {
  const items = new Set(values);
  const texts = new Set<string>();
  const numbers = new Set<number>();
  for (const value of values.map(textValue)) {
    if (Number.isNaN(value.number)) texts.add(value.lower);
    else numbers.add(value.number);
  }
  return (held: Held) => {
    if (held === null) return negative;
    if (isList(held)) {
      for (const item of held) if (items.has(item)) return !negative;
      return negative;
    }
    return (Number.isNaN(held.number) ? texts.has(held.lower) : numbers.has(held.number)) !== negative;
  };
}

function contains(value: Value, values: readonly string[], many: boolean, negative: boolean) {
  const set = new Set(values);
  const lowers = values.map((one) => one.toLowerCase());
  return (held: Held) => {
    if (isList(held)) {
      // Magento answers no for a product without any option, even when asked for the contrary.
      if (many) return held.length > 0 && held.some((item) => set.has(item)) !== negative;
      return held.includes(value.text) !== negative;
    }
    if (held === null) return many ? false : (value.text === "") !== negative;
    return (many ? lowers.some((one) => held.lower.includes(one)) : held.lower.includes(value.lower)) !== negative;
  };
}
