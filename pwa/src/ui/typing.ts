import { holdTabs } from "./front";

type TextField = HTMLInputElement | HTMLTextAreaElement;

const texts = "textarea, input:not([type=checkbox], [type=radio])";
const checkEveryMs = 500;
const typed = new Set<TextField>();
let over: (() => void) | undefined;

/** Whether a text field of this tab holds what somebody has typed. */
export function isTyping(): boolean {
  for (const field of typed) if (!field.isConnected || field.value === "") typed.delete(field);
  return typed.size > 0;
}

/** Takes what was typed so far for done with, wherever it stands: the words that a product was found by stay in the search. */
export function forgetTyped(): void {
  typed.clear();
}

/** Watches all text fields from now on: while one of them holds what somebody has typed, all tabs are told; then done is called. */
export function watchTyping(done: () => void): void {
  const note = (fields: Iterable<EventTarget | null>) => {
    for (const field of fields) if (field instanceof Element && field.matches(texts)) typed.add(field as TextField);
    if (over || !isTyping()) return;
    over = holdTabs();
    const timer = setInterval(() => {
      if (isTyping()) return;
      clearInterval(timer);
      over?.();
      over = undefined;
      done();
    }, checkEveryMs);
  };
  document.addEventListener("input", (event) => note([event.target]));
  // A PIN is typed by buttons too, of which its field tells nothing.
  document.addEventListener("click", () => note(document.querySelectorAll("input[type=password]")));
}
