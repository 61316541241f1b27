import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import type { Pricer } from "../../domain/charge";
import { formatPercent } from "../../i18n/messages";
import { whenIdle } from "../../ui/idle";
import { CartRow } from "./CartRow";

const nothing = () => undefined;

/**
 * Has the browser get ready what the first line of an order needs, so that the first customer waits no longer than the next: an order
 * that nobody has is calculated, and then its line is drawn where nobody sees it, each when the page rests. What it returns calls that
 * off.
 */
export function rehearse(pricer: Pricer, currency: string, locale: string): () => void {
  let stop = whenIdle(() => {
    const { line, charge } = pricer.rehearse(new Date());
    formatPercent("0");
    stop = whenIdle(() => {
      const root = createRoot(document.createElement("ul"));
      flushSync(() => root.render(<CartRow line={line} charge={charge} currency={currency} locale={locale} onQuantity={nothing} onDetails={nothing} />));
      root.unmount();
    });
  });
  return () => stop();
}
