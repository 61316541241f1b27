import { Exact, HUNDRED, ZERO } from "./exact";
import type { Address, Rate, Snapshot, TaxRule } from "./input";
import { decimal } from "./read";

/** What chooses tax rates. */
export interface Place {
  country: string;
  region: number;
  postcode: string;
}

/** The rates of one priority, taken together. percent is what they add to a price, compounding included. */
export interface RateGroup {
  key: string;
  percent: Exact;
  /** percent as a factor of a price without tax. */
  factor: Exact;
  rates: { code: string; percent: Exact }[];
}

/** The taxes of one product class at one place. */
export interface Taxation {
  groups: RateGroup[];
  /** The sum of the groups, in percent. */
  percent: Exact;
  key: string;
  /** The share of tax in a price that contains it. */
  inside: Exact;
}

const UNTAXED: Taxation = { groups: [], percent: ZERO, key: "0", inside: ZERO };

export function placeOf(address: Address | null | undefined, tax: Snapshot["tax"]): Place {
  const country = address?.country ?? "";
  return { country, region: tax.regions[`${country}-${address?.region_code ?? ""}`] ?? 0, postcode: address?.postcode ?? "" };
}

const isDigits = (text: string) => /^\d+$/.test(text);

/** The number that a text begins with, 0 without one. */
const leading = (text: string) => Number(/^\d*/.exec(text)![0]);

/** A postcode as rates are searched by it (Magento\Tax\Helper\Data::getPostCodeSubStringLength). */
const searched = (code: string) => [...code.toLowerCase()].slice(0, 10).join("");

/** A postcode with a dash: the long form of one, 12345-6789 (US) or 1234-567 (PT), or what Magento reads as a range of postcodes. */
function dashed(at: Place): { begin: string; end: string; extended: boolean } | null {
  const match = /^(.+)-(.+)$/.exec(at.postcode);
  if (!match) return null;
  const [begin, end] = [match[1]!, match[2]!];
  return { begin, end, extended: isDigits(end) && end.length === { US: 4, PT: 3 }[at.country] };
}

/** Follows Magento\Tax\Model\ResourceModel\Calculation::_getRates. Magento's database compares without regard to letter case. */
function holds(rate: Rate, at: Place): boolean {
  if (rate.country !== at.country || (rate.region_id !== 0 && rate.region_id !== at.region)) return false;
  const parts = dashed(at);
  const span = parts && !parts.extended ? parts : null;
  const short = parts?.extended ? parts.begin : at.postcode;
  if (rate.zip_from || rate.zip_to) {
    const [from, to] = [leading(rate.zip_from ?? ""), leading(rate.zip_to ?? "")];
    if (span) return from >= leading(span.begin) && to <= leading(span.end); // it holds ranges, such as the Polish 00-950
    return isDigits(short) && from <= Number(short) && Number(short) <= to;
  }
  const pattern = (rate.postcode ?? "").toLowerCase();
  if (pattern === "" || pattern === "*" || at.postcode === "*") return true;
  if (span) return pattern === at.postcode.toLowerCase(); // and has no beginnings
  const whole = searched(at.postcode);
  if (!pattern.endsWith("*")) return pattern === whole || pattern === searched(short);
  const prefix = pattern.slice(0, -1);
  return whole.startsWith(prefix) && (!parts || prefix.length < whole.length);
}

/** The rate of a rule that counts when several hold: the region's own, the postcode text descending, the higher percentage. */
function before(a: Rate, b: Rate): boolean {
  if (a.region_id !== b.region_id) return a.region_id > b.region_id;
  const x = (a.postcode ?? "").toUpperCase();
  const y = (b.postcode ?? "").toUpperCase();
  return x === y ? decimal(a.percent, "rate").compare(decimal(b.percent, "rate")) > 0 : x > y;
}

/** Chooses rates as Magento\Tax\Model\ResourceModel\Calculation does. */
export class RatePick {
  private readonly rules: TaxRule[];
  private readonly rates: Map<number, Rate>;

  constructor(tax: Snapshot["tax"]) {
    this.rates = new Map(tax.rates.map((rate) => [rate.id, rate]));
    this.rules = tax.rules.toSorted((a, b) => a.priority - b.priority || a.id - b.id);
  }

  /** Class 0 is never taxed. */
  taxation(at: Place, customerClass: number, productClass: number): Taxation {
    if (!productClass || !customerClass) return UNTAXED;
    const chosen = this.choose(at, customerClass, productClass);
    const groups: RateGroup[] = [];
    let total = ZERO;
    for (let i = 0; i < chosen.length; ) {
      const rule = chosen[i]!.rule;
      let last = rule;
      let percent = ZERO;
      const rates = [];
      for (; i < chosen.length && chosen[i]!.rule.priority === rule.priority; i++) {
        const { rate } = chosen[i]!;
        last = chosen[i]!.rule;
        rates.push({ code: rate.code, percent: decimal(rate.percent, "rate") });
        percent = percent.plus(rates[rates.length - 1]!.percent);
      }
      if (!last.calculate_subtotal) percent = HUNDRED.plus(total).times(percent).over(HUNDRED);
      total = total.plus(percent);
      groups.push({ key: rates.map((rate) => rate.code).join("+"), percent, factor: percent.over(HUNDRED), rates });
    }
    if (groups.length === 0) return UNTAXED;
    return { groups, percent: total, key: total.text(0, 12), inside: total.over(HUNDRED.plus(total)) };
  }

  /** One rate of each matching rule. A rate that two rules name counts for the first. */
  private choose(at: Place, customerClass: number, productClass: number): { rule: TaxRule; rate: Rate }[] {
    const chosen = [];
    const seen = new Set<number>();
    for (const rule of this.rules) {
      if (!rule.customer_tax_class_ids.includes(customerClass) || !rule.product_tax_class_ids.includes(productClass)) continue;
      let best: Rate | undefined;
      for (const id of rule.tax_rate_ids) {
        const rate = this.rates.get(id);
        if (!rate || seen.has(id) || !holds(rate, at)) continue;
        seen.add(id);
        if (!best || before(rate, best)) best = rate;
      }
      if (best) chosen.push({ rule, rate: best });
    }
    return chosen;
  }
}

/** Whether two percentages count as the same (Magento\Tax\Model\Calculation\AbstractCalculator::isSameRateAsStore). */
export function sameRate(a: Exact, b: Exact): boolean {
  const difference = a.minus(b);
  const limit = Exact.of(1, 100_000);
  return difference.compare(limit) < 0 && difference.negated().compare(limit) < 0;
}
