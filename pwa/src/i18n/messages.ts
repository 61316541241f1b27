import { plainAmount } from "../domain/money";
import { en, type Messages } from "./en";
import { locale, speak } from "./language";

/** The texts that the first load needs, in the language of this device. Pages that are fetched later bring their own. */
export const t: Messages = await speak(en, { de: () => import("./de").then((m) => m.de) });

// To build a format takes longer than to draw a receipt.
let moment: Intl.DateTimeFormat | undefined;
let time: Intl.DateTimeFormat | undefined;
let counts: Intl.NumberFormat | undefined;
let percents: Intl.NumberFormat | undefined;

/** A span of time in its largest unit: "5 min". */
export function formatAge(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return t.age.seconds(seconds);
  if (seconds < 3_600) return t.age.minutes(Math.floor(seconds / 60));
  if (seconds < 86_400) return t.age.hours(Math.floor(seconds / 3_600));
  return t.age.days(Math.floor(seconds / 86_400));
}

/** A count with the separators of this device's language, and up to four decimals of what is weighed. */
export function formatCount(n: number | string): string {
  counts ??= new Intl.NumberFormat(locale, { maximumFractionDigits: 4 });
  return counts.format(Number(n));
}

/** What this device's language writes before decimals. */
export const decimalSign = (0.5).toLocaleString(locale).charAt(1);

/** An amount as somebody would type it: "12.50". */
export function typeAmount(amount: number, currency: string): string {
  return plainAmount(amount, currency).replace(".", decimalSign);
}

/** A percentage, given as a decimal string: "8.375%". */
export function formatPercent(percent: string): string {
  percents ??= new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 4 });
  return percents.format(Number(percent) / 100);
}

/** A number of bytes in megabytes or gigabytes: "1.2 GB". */
export function formatBytes(bytes: number): string {
  const [value, unit] = bytes < 1e9 ? [bytes / 1e6, "MB"] : [bytes / 1e9, "GB"];
  return `${value.toLocaleString(locale, { maximumFractionDigits: 1 })} ${unit}`;
}

/** A moment as people write it: "Nov 21, 2026, 4:15 PM". */
export function formatMoment(when: Date | number | string): string {
  moment ??= new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
  return moment.format(new Date(when));
}

/** A time of day: "04:15 PM". */
export function formatTime(when: Date | number | string): string {
  time ??= new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" });
  return time.format(new Date(when));
}
