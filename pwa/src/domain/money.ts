/** Amounts are integers in minor units (cents for USD). Decimal strings are exact; no amount is ever a float. */

const noMinorUnits = new Set("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split(" "));
const threeMinorDigits = new Set("BHD IQD JOD KWD LYD OMR TND".split(" "));

/** The largest amount that a person may enter or a line may come to: far above any sale, far below 2^53. */
export const MAX_AMOUNT = 99_999_999_999;

/** How many decimal places a currency has in daily use (ISO 4217). */
export function minorDigits(currency: string): number {
  if (noMinorUnits.has(currency)) return 0;
  return threeMinorDigits.has(currency) ? 3 : 2;
}

/** A decimal string as units and the number of its decimal places; null when it is no plain decimal number. */
export function parseDecimal(text: string): { units: bigint; places: number } | null {
  const match = /^(-?)(\d{1,30})(?:\.(\d{1,30}))?$/.exec(text.trim());
  if (!match) return null;
  const fraction = match[3] ?? "";
  const units = BigInt((match[2] ?? "0") + fraction);
  return { units: match[1] ? -units : units, places: fraction.length };
}

/** n / d rounded half away from zero, as PHP's round() does in Magento. d must be positive. */
export function divideRounded(n: bigint, d: bigint): bigint {
  const positive = n < 0n ? -n : n;
  const quotient = (2n * positive + d) / (2n * d);
  return n < 0n ? -quotient : quotient;
}

/** The integer n of a decimal string times 10^digits, rounded half away from zero; null when it is no number. */
export function scaled(text: string, digits: number): number | null {
  const decimal = parseDecimal(text);
  if (!decimal) return null;
  const n = decimal.units * 10n ** BigInt(digits);
  const value = Number(divideRounded(n, 10n ** BigInt(decimal.places)));
  return Number.isSafeInteger(value) ? value : null;
}

/** A decimal amount in minor units, rounded half away from zero; null when it is no number. */
export function toMinor(amount: string, currency: string): number | null {
  return scaled(amount, minorDigits(currency));
}

/** What a person typed as an amount ("20", "20,5", "1 000.00"), in minor units; null when it cannot be read as one. */
export function parseAmount(typed: string, currency: string): number | null {
  const text = typed.replace(/[\s']/g, "").replace(",", ".");
  const decimal = parseDecimal(text.startsWith(".") ? `0${text}` : text.replace(/\.$/, ""));
  if (!decimal || decimal.units < 0n || decimal.places > minorDigits(currency)) return null;
  const amount = toMinor(text.startsWith(".") ? `0${text}` : text.replace(/\.$/, ""), currency);
  return amount !== null && amount <= MAX_AMOUNT ? amount : null;
}

/** The amount as a plain decimal string, "12.50", for input fields. */
export function plainAmount(amount: number, currency: string): string {
  const digits = minorDigits(currency);
  if (digits === 0) return String(amount);
  const text = String(Math.abs(amount)).padStart(digits + 1, "0");
  return `${amount < 0 ? "-" : ""}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

const formats = new Map<string, Intl.NumberFormat>();

/** The amount as people read it, "$12.50". */
export function formatMoney(amount: number, currency: string, locale = "en-US"): string {
  const key = `${locale} ${currency}`;
  let format = formats.get(key);
  if (!format) {
    const digits = minorDigits(currency);
    const options = { style: "currency", currency, minimumFractionDigits: digits, maximumFractionDigits: digits } as const;
    format = new Intl.NumberFormat(locale.replace("_", "-"), options);
    formats.set(key, format);
  }
  // Nothing has no sign.
  return format.format((amount || 0) / 10 ** minorDigits(currency));
}
