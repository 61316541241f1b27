import { checkDigit, isGtin, pointed, readGs1 } from "./gs1";
import { parseDecimal } from "./money";
import { dayIn } from "./pricing";
import { cleanCode } from "./scan";

/** How much of a product there is, by its label; nothing of that where it is one piece. Decimals are strings. */
export interface Amount {
  /** Of what is weighed or counted, in the unit that the product is priced by. */
  quantity?: string;
  /** What all of it costs, by its label. */
  price?: string;
}

/** What was scanned: the codes to look for, the likeliest first, and what the symbol says beside. */
export interface Scanned extends Amount {
  codes: string[];
  /** One of the codes that may be all of a product's own: then what it says of an amount is none. */
  own?: string;
  /** The last day of a product, as 2026-11-30. */
  expires?: string;
}

/**
 * A form of EAN-13 that a shop's scales print, such as 21IIIIIWWWWWC: digits stand for themselves, I for the product, W for its weight
 * in thousandths, P for its price in hundredths, C for the check digit, and X for what does not matter.
 */
export function isPattern(text: string): boolean {
  return /^\d{1,3}[IWPXC]{10,12}$/.test(text) && text.length === 13 && text.endsWith("C") && /I/.test(text) && /W/.test(text) !== /P/.test(text);
}

/** Reads a scan by the shop's patterns, as GS1, or else as a plain code. */
export function readBarcode(raw: string, patterns: readonly string[]): Scanned {
  const code = cleanCode(raw);
  // American scanners leave out the 0 that makes a UPC-A an EAN-13.
  const short = /^\d{12}$/.test(code);
  const ean = short ? `0${code}` : code;
  if (/^\d{13}$/.test(ean) && isGtin(ean)) {
    for (const pattern of patterns) {
      const found = isPattern(pattern) ? embedded(ean, pattern) : null;
      if (found) return short ? { ...found, codes: [code, ...found.codes], own: code } : found;
    }
  }
  const gs1 = readGs1(raw.trim());
  if (!gs1?.gtin) return { codes: code ? [code] : [] };
  const { gtin, price, expires } = gs1;
  const quantity = gs1.kilograms ?? gs1.pounds ?? (gs1.count === undefined ? undefined : String(gs1.count));
  return { codes: [...shorter(gtin), code], ...(quantity && { quantity }), ...(price && { price }), ...(expires && { expires }) };
}

/** A GTIN in the lengths that catalogs keep it in. */
function shorter(gtin: string): string[] {
  const codes = [13, 12, 8].filter((length) => /^0*$/.test(gtin.slice(0, 14 - length))).map((length) => gtin.slice(14 - length));
  return [...codes, gtin];
}

function embedded(code: string, pattern: string): Scanned | null {
  const pick = (letter: string) => Array.from(pattern, (p, i) => (p === letter ? code[i]! : "")).join("");
  const matches = Array.from(pattern).every((p, i) => !/\d/.test(p) || p === code[i]);
  if (!matches) return null;
  const item = pick("I");
  // Catalogs keep such products under their own number, with the shop's prefix, or as an EAN that says nothing of the amount.
  const blank = Array.from(pattern.slice(0, 12), (p, i) => (p === "W" || p === "P" || p === "X" ? "0" : code[i]!)).join("");
  const prefix = pattern.replace(/\D.*$/, "");
  const whole = `${blank}${checkDigit(blank)}`;
  const codes = [whole, whole.replace(/^0/, ""), `${prefix}${item}`, item, item.replace(/^0+(?=\d)/, "")];
  const weight = pick("W");
  const amount = weight ? { quantity: pointed(weight, 3) } : { price: pointed(pick("P"), 2) };
  return { codes: [...new Set(codes)], ...amount };
}

/** What a scan says of the amount of the product that was found by one of its codes. */
export function amountOn(scanned: Scanned, code: string): Amount {
  return code === scanned.own ? {} : scanned;
}

/** The codes to look for one piece by; what is weighed or counted on its label is no piece, and is found only as it was read. */
export function pieceCodes(raw: string, patterns: readonly string[]): string[] {
  const { codes, quantity, price } = readBarcode(raw, patterns);
  return quantity || price ? [cleanCode(raw)] : codes;
}

/** The last day of what was scanned, if it is over in a time zone. */
export function expiredOn({ expires }: Scanned, timezone: string, now: Date): string | null {
  return expires !== undefined && expires < dayIn(timezone, now) ? expires : null;
}

/**
 * So many pieces that a product at a price each comes to the price on its label; null when that cannot be. Magento keeps four decimals:
 * where none of those comes to just that price, which happens above 100 a piece, the most that comes to no more.
 */
export function piecesFor(label: string, each: number, digits: number): number | null {
  const price = parseDecimal(label);
  if (!price || each <= 0) return null;
  const asked = (Number(price.units) * 10 ** digits) / 10 ** price.places;
  const nearest = Math.round((asked / each) * 10_000);
  return (Math.round((nearest * each) / 10_000) > asked ? nearest - 1 : nearest) / 10_000;
}

/** The code of a receipt: a register's id and its counter. */
export const receiptForm = /^[A-Za-z0-9][\w.-]*-\d{1,9}$/;
