import { minorDigits } from "../../domain/money";
import type { Difference, ToldStep } from "../../domain/office";
import type { Step } from "../../domain/totals/trace";
import { speak } from "../language";
import { formatPercent } from "../messages";
import { type Told, en } from "./en";

/** Why a total is what it is, in the language of this device. */
export const explain = await speak(en, { de: () => import("./de").then((m) => m.de) });

const steps: Partial<Record<string, string | ((told: Told) => string)>> = explain.steps;
const figures: Partial<Record<string, string>> = explain.differs.figures;

/** Why an order is not calculated, with the line that it is about. */
export function refusalText({ code, line, sku = "", name = "" }: Step): string {
  const text = steps[code]!;
  const why = typeof text === "string" ? text : text({ name, percent: "", given: "", coin: "" });
  return line > 0 ? `${explain.differs.line(line, sku)}: ${why}` : why;
}

/** Tells the steps and differences of calculations in one currency; amounts show the fractions of the smallest coin that they have. */
export class Teller {
  private readonly format: Intl.NumberFormat;
  private readonly count: Intl.NumberFormat;

  constructor(currency: string, locale: string) {
    const digits = minorDigits(currency);
    const tag = locale.replace("_", "-");
    this.format = new Intl.NumberFormat(tag, { style: "currency", currency, minimumFractionDigits: digits, maximumFractionDigits: Math.max(digits, 4) });
    this.count = new Intl.NumberFormat(tag, { maximumFractionDigits: 4 });
  }

  /** What happened. A step that is newer than this page is told in the gateway's English. */
  text(step: Step | ToldStep): string {
    const text = steps[step.code];
    if (text === undefined) return "text" in step ? step.text : step.code;
    if (typeof text === "string") return text;
    const { name, percent, given, coin } = step;
    return text({ name: name ?? "", percent: percent ? formatPercent(percent) : "", given: this.money(given), coin: this.money(coin) });
  }

  /** What it came to; empty where that says nothing. */
  amount({ code, amount }: Step | ToldStep): string {
    if (/^(rule|refused)\./.test(code)) return "";
    return code.startsWith("rate.") ? formatPercent(amount) : this.money(amount);
  }

  /** Where what was charged differs from the rules of today, or from Magento. */
  difference(from: "rules" | "magento", { line, sku, figure, charged, other }: Difference): string {
    const { differs } = explain;
    const value = (amount: string) => (figure === "qty" ? this.count.format(Number(amount)) : this.money(amount));
    const what = `${line > 0 ? differs.line(line, sku) : differs.order}, ${figures[figure] ?? figure}`;
    return differs[from](what, value(charged), value(other));
  }

  private money(amount: string | null | undefined): string {
    return amount ? this.format.format(Number(amount)) : "";
  }
}
