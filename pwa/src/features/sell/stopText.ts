import type { Stop } from "../../domain/charge";
import { t } from "../../i18n/messages";
import { refusedText } from "../../i18n/refused";

/** Why a sale must not go on, for who stands at the register. */
export function stopText({ kind, detail }: Stop): string {
  if (kind === "refused") return t.cart.refused(refusedText(detail));
  return t.cart[kind === "fraction" ? "whole" : "nonsense"](detail);
}
