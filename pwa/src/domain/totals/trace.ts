import type { Exact } from "./exact";

/** One decision of a calculation, for a person to read: about which line (0: the basket or shipping), and the amount it came to. */
export interface Step {
  stage: "price" | "rate" | "rule" | "discount" | "shipping" | "tax" | "total" | "rounding";
  line: number;
  text: string;
  amount: string;
}

/** Collects the steps of one calculation. The engine takes none unless it is asked to explain itself. */
export class Trace {
  readonly steps: Step[] = [];

  /** An amount in hundredths of the currency unit. */
  money(stage: Step["stage"], line: number, text: string, amount: Exact): void {
    this.steps.push({ stage, line, text, amount: amount.text(2) });
  }

  number(stage: Step["stage"], line: number, text: string, amount: Exact): void {
    this.steps.push({ stage, line, text, amount: amount.text() });
  }
}
