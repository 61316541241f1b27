import { divideRounded, scaled } from "./money";

/** One Magento tax rate as a rule applies it to a product tax class and a customer tax class. percent is a decimal string. */
export interface TaxRate {
  code: string;
  customerTaxClass: number;
  productTaxClass: number;
  country: string;
  regionId: number;
  postcode: string;
  percent: string;
}

/** The part of an address that tax depends on. */
export interface TaxPlace {
  country: string;
  regionId: number;
  postcode: string;
}

/** What taxes a line: the rates that add up, named by their codes, in millionths of a percent. */
export interface AppliedRate {
  key: string;
  percentMillionths: number;
}

/** Magento's sample customer tax class "Retail Customer", used for guests. */
export const RETAIL_CUSTOMER = 3;

/** The rate for goods of a product tax class handed over at a place: the sum of all that match; no tax when none does. */
export function rateFor(rates: readonly TaxRate[], productTaxClass: number, at: TaxPlace): AppliedRate {
  const codes: string[] = [];
  let sum = 0;
  for (const rate of rates) {
    const matches =
      rate.productTaxClass === productTaxClass &&
      rate.customerTaxClass === RETAIL_CUSTOMER &&
      rate.country === at.country &&
      (rate.regionId === 0 || rate.regionId === at.regionId) &&
      (rate.postcode === "" || rate.postcode === "*" || rate.postcode === at.postcode);
    const percent = matches ? scaled(rate.percent, 6) : null;
    if (percent) {
      codes.push(rate.code);
      sum += percent;
    }
  }
  return { key: codes.join("+"), percentMillionths: sum };
}

/** A percentage for people: "8.375%". */
export function formatPercent(millionths: number): string {
  return `${(millionths / 1_000_000).toFixed(6).replace(/\.?0+$/, "")}%`;
}

/** The tax on an amount, rounded half up. */
export function taxOn(amount: number, percentMillionths: number): number {
  return Number(divideRounded(BigInt(amount) * BigInt(percentMillionths), 100_000_000n));
}
