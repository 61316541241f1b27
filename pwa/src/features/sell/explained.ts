import type { Cart } from "../../domain/cart";
import { type Step, stageOf } from "../../domain/totals/trace";
import { explain } from "../../i18n/explain";
import { formatCount } from "../../i18n/messages";

/** Steps that are about the same, under what they are about. */
export interface Explained {
  title: string;
  steps: Step[];
}

/** The steps of a calculation by what they are about: each line, each part of a bundle that is priced itself, the rules, and the order. */
export function explained(steps: readonly Step[], { lines }: Pick<Cart, "lines">): Explained[] {
  const skus = new Map<number, Set<string | undefined>>();
  for (const { line, sku } of steps) skus.set(line, (skus.get(line) ?? new Set()).add(sku));
  const groups = new Map<string, Explained>();
  for (const step of steps) {
    const line = lines[step.line - 1];
    const part = line && skus.get(step.line)!.size > 1 ? step.sku : undefined;
    const title = line ? [`${formatCount(line.quantity)} × ${line.name}`, line.detail, part].filter(Boolean).join(" · ") : stageOf(step.code) === "rule" ? explain.rules : explain.order;
    // Two lines may have the same name and quantity.
    const key = `${step.line} ${title}`;
    const group = groups.get(key) ?? { title, steps: [] };
    group.steps.push(step);
    groups.set(key, group);
  }
  return [...groups.values()];
}
