import { minorDigits } from "../../domain/money";
import type { Held } from "../../domain/order";
import { speak } from "../language";
import { formatCount } from "../messages";
import { en } from "./en";

const texts = await speak(en, { de: () => import("./de").then((m) => m.de) });

/** Why an order is held and what to do, in the language of this device. Of reasons that are newer than this page it knows nothing. */
export const held = texts.reasons;

const amount = /^(amount|(expected_)?(total|subtotal|tax))$/;
const quantity = /^(returned|left|missing|before|added|now)$/;

/** What a held order met. A code that is newer than this page, and what has none, is told in the gateway's English. */
export function heldDetail({ detail, code, figures = [] }: Held, locale: string): string {
  const told = new Map(figures.map(({ name, value }) => [name, value]));
  const currency = told.get("currency");
  const show = (_: string, name: string) => {
    const value = told.get(name) ?? "";
    if (quantity.test(name)) return formatCount(value);
    if (!amount.test(name) || !currency) return value;
    return new Intl.NumberFormat(locale.replace("_", "-"), { style: "currency", currency, minimumFractionDigits: minorDigits(currency) }).format(Number(value));
  };
  return texts.details[code ?? ""]?.replace(/\{(\w+)\}/g, show) ?? detail;
}
