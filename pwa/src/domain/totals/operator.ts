import { Unknown } from "./read";

/** What a leaf compares: one value of the cart or a product, several, or none. */
type Held = number | string | null | readonly (number | string)[];

const NUMERIC = /^\s*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?\s*$/i;

/** A value as PHP takes it in a comparison of numbers; NaN when it is no number there. */
const numberOf = (value: number | string) => (typeof value === "number" ? value : NUMERIC.test(value) ? Number(value) : NaN);

const lower = (value: unknown) => String(value).toLowerCase();

/** Equal as numbers when both are, else as text without regard to case. */
function equal(held: Held): (value: string) => boolean {
  if (held === null) return (value) => value === "";
  const number = numberOf(held as number | string);
  return (value) => {
    const other = numberOf(value);
    return Number.isNaN(number) || Number.isNaN(other) ? lower(held) === lower(value) : number === other;
  };
}

/**
 * The comparison that a leaf makes (Magento\Rule\Model\Condition\AbstractCondition::validateAttribute). `list` says that the attribute
 * holds several options; its operand is then always taken for a list.
 */
export function judge(operator: string, operand: unknown, kind: "plain" | "list"): (held: Held) => boolean {
  const negative = operator.startsWith("!");
  const many = kind === "list" || operator === "()" || operator === "!()";
  const texts = operandTexts(operand);
  const values = many ? texts.flatMap((text) => text.split(/[,;]/)).map((text) => text.trim()).filter((text) => text !== "") : texts;
  const value = texts.length === 1 ? texts[0]! : texts.join(",");
  // A list operator without a list is never met, whichever way it asks.
  if (many && (value === "" || value === "0")) return () => false;
  switch (operator) {
    case "==":
    case "!=":
      return (held) => {
        if (Array.isArray(held)) return values.some((one) => held.some((item) => String(item) === one)) !== negative;
        return !many && equal(held)(value) !== negative;
      };
    case "<=":
    case ">":
      return ordered(value, many, (a, b) => a <= b, operator === ">");
    case ">=":
    case "<":
      return ordered(value, many, (a, b) => a >= b, operator === "<");
    case "()":
    case "!()":
    case "{}":
    case "!{}":
      return operator.includes("(") ? oneOf(values, negative) : contains(value, values, many, negative);
    default:
      throw new Unknown(`operator ${operator}`);
  }
}

function operandTexts(operand: unknown): string[] {
  if (Array.isArray(operand)) return operand.map(String);
  if (operand === null || operand === undefined || operand === false) return [""];
  return [operand === true ? "1" : String(operand)];
}

function ordered(value: string, many: boolean, holds: <T extends number | string>(a: T, b: T) => boolean, negated: boolean) {
  const number = numberOf(value);
  return (held: Held) => {
    if (held === null || typeof held === "object" || many) return false;
    const mine = numberOf(held);
    const numbers = !Number.isNaN(number) && !Number.isNaN(mine);
    return (numbers ? holds(mine, number) : holds(String(held), value)) !== negated;
  };
}

function oneOf(values: readonly string[], negative: boolean) {
  const set = new Set(values.map((value) => (Number.isNaN(numberOf(value)) ? lower(value) : numberOf(value))));
  const has = (held: number | string) => {
    const number = numberOf(held);
    return set.has(Number.isNaN(number) ? lower(held) : number);
  };
  return (held: Held) => {
    if (held === null) return negative;
    return (typeof held === "object" ? held.some(has) : has(held)) !== negative;
  };
}

function contains(value: string, values: readonly string[], many: boolean, negative: boolean) {
  const set = new Set(values);
  return (held: Held) => {
    if (held !== null && typeof held === "object") {
      if (!many) return held.some((item) => String(item) === value) !== negative;
      // Magento answers no for a product without any option, even when asked for the contrary.
      return held.length > 0 && held.some((item) => set.has(String(item))) !== negative;
    }
    if (held === null) return (many ? false : value === "") !== negative;
    const text = lower(held);
    return (many ? values.some((one) => text.includes(lower(one))) : text.includes(lower(value))) !== negative;
  };
}
