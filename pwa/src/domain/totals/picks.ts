import type { LineTest } from "./condition";
import type { Line } from "./line";

const byPlace = (a: Line, b: Line) => a.place - b.place;

/** Which lines the actions of rules pick. Rules that share their actions share the answer. */
export class Picks {
  private readonly known = new Map<LineTest, { slots: boolean[]; tops: Line[] }>();
  /** The lines and parts with a SKU, by that in lower case. */
  private bySku: Map<string, Line[]> | null = null;
  private ordered = false;

  constructor(private readonly lines: readonly Line[]) {
    let slot = 0;
    for (const top of lines) for (const line of [top, ...top.parts]) line.slot = slot++;
  }

  /** The lines that are picked, parts looked at too: in cart order, after visitOrder in that order. */
  of(test: LineTest): readonly Line[] {
    return this.judged(test).tops;
  }

  /** Whether a line or part is picked. */
  has(test: LineTest, line: Line): boolean {
    return this.judged(test).slots[line.slot] ?? false;
  }

  private judged(test: LineTest): { slots: boolean[]; tops: Line[] } {
    let found = this.known.get(test);
    if (!found) {
      found = test.skus ? this.lookUp(test.skus) : this.ask(test);
      if (this.ordered) found.tops.sort(byPlace);
      this.known.set(test, found);
    }
    return found;
  }

  private ask(test: LineTest): { slots: boolean[]; tops: Line[] } {
    const slots: boolean[] = [];
    const tops: Line[] = [];
    for (const top of this.lines) {
      if ((slots[top.slot] = test(top))) tops.push(top);
      for (const part of top.parts) slots[part.slot] = test(part);
    }
    return { slots, tops };
  }

  /** The same for a list of SKUs: a line is picked by its own SKU, or that of one of its parts. */
  private lookUp(skus: readonly string[]): { slots: boolean[]; tops: Line[] } {
    this.bySku ??= this.index();
    const slots: boolean[] = [];
    const tops: Line[] = [];
    const pick = (line: Line) => {
      if (slots[line.slot]) return;
      slots[line.slot] = true;
      if (line.parent) pick(line.parent);
      else tops.push(line);
    };
    for (const sku of skus) this.bySku.get(sku)?.forEach(pick);
    return { slots, tops: tops.sort((a, b) => a.slot - b.slot) };
  }

  private index(): Map<string, Line[]> {
    const index = new Map<string, Line[]>();
    for (const top of this.lines) {
      for (const line of [top, ...top.parts]) {
        const { lower } = line.facts.sku;
        const same = index.get(lower);
        if (same) same.push(line);
        else index.set(lower, [line]);
      }
    }
    return index;
  }

  /**
   * Cart order, except that lines which the actions of an earlier rule pick come before the others, whether or not that rule's
   * conditions hold. From then on lines are picked in this order. It gives the lines their places.
   */
  visitOrder(tests: readonly LineTest[]): readonly Line[] {
    const order: Line[] = [];
    const taken: boolean[] = [];
    const take = (line: Line) => {
      if (taken[line.slot]) return;
      taken[line.slot] = true;
      order.push(line);
    };
    for (let i = 0; i < tests.length && order.length < this.lines.length; i++) this.of(tests[i]!).forEach(take);
    this.lines.forEach(take);
    let place = 0;
    for (const top of order) for (const line of [...top.parts, top]) line.place = place++;
    this.ordered = true;
    for (const { tops } of this.known.values()) tops.sort(byPlace);
    return order;
  }
}
