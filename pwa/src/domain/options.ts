import type { Configurable, Item } from "./product";

/** The option values chosen so far, by attribute code. */
export type Chosen = Record<string, number>;

/** True when some choice has this value beside what is chosen on the other axes. */
export function isPossible(product: Configurable, chosen: Chosen, code: string, value: number): boolean {
  const others = Object.entries(chosen).filter(([axis]) => axis !== code);
  return product.choices.some((c) => c.values[code] === value && others.every(([axis, id]) => c.values[axis] === id));
}

/** The chosen item, once every axis has a value. */
export function choiceOf(product: Configurable, chosen: Chosen): Item | null {
  if (product.options.some((o) => chosen[o.code] === undefined)) return null;
  return product.choices.find((c) => product.options.every((o) => c.values[o.code] === chosen[o.code]))?.item ?? null;
}

/** Choosing a value drops what is no longer possible beside it. */
export function choose(product: Configurable, chosen: Chosen, code: string, value: number): Chosen {
  const next: Chosen = { [code]: value };
  for (const [axis, id] of Object.entries(chosen)) {
    if (axis !== code && isPossible(product, next, axis, id)) next[axis] = id;
  }
  return next;
}

/** The labels of a choice in the order of the axes: "M, Blue". */
export function describeChoice(product: Configurable, sku: string): string {
  const values = product.choices.find((c) => c.item.sku === sku)?.values ?? {};
  return product.options
    .map((o) => o.values.find((v) => v.id === values[o.code])?.label)
    .filter(Boolean)
    .join(", ");
}
