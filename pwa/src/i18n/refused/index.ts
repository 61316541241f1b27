import { speak } from "../language";
import { en } from "./en";

const texts = await speak(en, { de: () => import("./de").then((m) => m.de) });

const reasons = Object.entries<(name: string) => string>(texts.reasons).map(([words, text]) => ({ form: new RegExp(`^${words.replace("…", "(.*)")}$`, "s"), text }));

/**
 * Why an order is not calculated, in the language of this device, from the engine's words: those of this register, or of the gateway, which
 * are the same. Words that are newer than this page stay as they are.
 */
export function refusedText(detail: string): string {
  const [, line, part, reason = ""] = /^(?:line (\d+): )?(?:part (.+?): )?(.*)$/s.exec(detail) ?? [];
  for (const { form, text } of reasons) {
    const found = form.exec(reason);
    if (found) return [line && texts.line(line), part && texts.part(part), text(found[1] ?? "")].filter(Boolean).join(", ");
  }
  return detail;
}
