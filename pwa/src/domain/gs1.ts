/** What a GS1 element string says, as far as a register needs it. Decimals are strings. */
export interface Gs1 {
  /** AI 01: 14 digits, with a right check digit. */
  gtin?: string;
  /** AI 10. */
  lot?: string;
  /** AI 17, as 2026-11-30; day 00 is the last of the month. */
  expires?: string;
  /** AI 310n: net weight in kilograms. */
  kilograms?: string;
  /** AI 320n: net weight in pounds. */
  pounds?: string;
  /** AI 392n: what the piece costs. */
  price?: string;
  /** AI 30 or 37: how many pieces. */
  count?: number;
}

/** The separator after elements of variable length (FNC1), as scanners send it. */
export const separator = "\u001d";

/** Lengths, identifier included, of elements that need no separator (GS1 General Specifications, figure 7.8.5-2). */
const fixed: Record<string, number> = {
  "00": 20, "01": 16, "02": 16, "03": 16, "04": 18, "11": 8, "12": 8, "13": 8, "14": 8, "15": 8, "16": 8, "17": 8, "18": 8, "19": 8, "20": 4,
  "31": 10, "32": 10, "33": 10, "34": 10, "35": 10, "36": 10, "41": 16,
};
const fourDigits = ["31", "32", "33", "34", "35", "36", "39", "43", "70", "71", "72", "80", "81", "82"];
const threeDigits = ["23", "24", "25", "40", "41", "42"];

/** Reads a GS1 element string, with its symbology identifier or without, or as people read it, "(01)0401…"; null when it is none. */
export function readGs1(raw: string): Gs1 | null {
  const human = /^\(\d{2,4}\)/.test(raw);
  const elements = human ? readable(raw) : scanned(raw);
  if (!elements?.size) return null;
  const read: Gs1 = {};
  for (const [ai, value] of elements) take(read, ai, value);
  if (elements.has("01") && read.gtin === undefined) return null;
  return Object.keys(read).length > 0 ? read : null;
}

function readable(raw: string): Map<string, string> {
  return new Map([...raw.matchAll(/\((\d{2,4})\)([^(]*)/g)].map((match) => [match[1]!, match[2]!.trim()]));
}

function scanned(raw: string): Map<string, string> | null {
  const marked = /^\](C1|e0|d2|Q3|J1)/.test(raw);
  let text = marked ? raw.slice(3) : raw;
  if (text.startsWith(separator)) text = text.slice(1);
  // Without a mark, only what begins with a GTIN and goes on is taken for GS1: anything else may be a shop's own code.
  if (!marked && !(/^01\d{14}./.test(text) && isGtin(text.slice(2, 16)))) return null;
  const elements = new Map<string, string>();
  while (text) {
    const two = text.slice(0, 2);
    if (!/^\d\d$/.test(two)) return null;
    const digits = fourDigits.includes(two) ? 4 : threeDigits.includes(two) ? 3 : 2;
    const end = fixed[two] ?? (text.includes(separator) ? text.indexOf(separator) : text.length);
    if (end > text.length || end <= digits) return null;
    elements.set(text.slice(0, digits), text.slice(digits, end));
    text = text.slice(end);
    while (text.startsWith(separator)) text = text.slice(1);
  }
  return elements;
}

function take(read: Gs1, ai: string, value: string): void {
  const digits = /^\d+$/.test(value);
  if (ai === "01" && /^\d{14}$/.test(value) && isGtin(value)) read.gtin = value;
  else if (ai === "10") read.lot = value.slice(0, 20);
  else if (ai === "17" && digits) read.expires = dateOf(value);
  else if (/^310\d$/.test(ai) && digits) read.kilograms = pointed(value, Number(ai[3]));
  else if (/^320\d$/.test(ai) && digits) read.pounds = pointed(value, Number(ai[3]));
  else if (/^392\d$/.test(ai) && digits && value.length <= 15) read.price = pointed(value, Number(ai[3]));
  else if ((ai === "30" || ai === "37") && digits && value.length <= 8) read.count = Number(value);
}

/** Digits with a decimal point before the last so many. */
export function pointed(digits: string, places: number): string {
  const padded = digits.padStart(places + 1, "0");
  const whole = padded.slice(0, padded.length - places).replace(/^0+(?=\d)/, "");
  return places === 0 ? whole : `${whole}.${padded.slice(-places)}`;
}

/** A date of six digits; the century is the one that makes it nearest to our time (General Specifications, 7.12). */
function dateOf(text: string): string | undefined {
  const match = /^(\d\d)(\d\d)(\d\d)$/.exec(text);
  if (!match) return undefined;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  const full = year > 76 ? 1900 + year : 2000 + year;
  const last = new Date(Date.UTC(full, month, 0)).getUTCDate();
  if (month < 1 || month > 12 || day > last) return undefined;
  return `${full}-${match[2]!}-${String(day === 0 ? last : day).padStart(2, "0")}`;
}

/** The check digit that belongs behind digits (GS1 General Specifications, 7.9). */
export function checkDigit(digits: string): number {
  const sum = Array.from(digits).reverse().reduce((total, digit, i) => total + Number(digit) * (i % 2 === 0 ? 3 : 1), 0);
  return (10 - (sum % 10)) % 10;
}

/** True for a number whose last digit checks the others: GTIN-8, -12, -13 or -14. */
export function isGtin(code: string): boolean {
  return /^(\d{8}|\d{12,14})$/.test(code) && checkDigit(code.slice(0, -1)) === Number(code.at(-1));
}
