import { useDeferredValue, useEffect, useMemo, useRef } from "react";
import { type Display, idleDisplay, saleDisplay, thanksDisplay } from "../../domain/display";
import { DisplayFeed } from "../../store/display";
import { type Step, useSale } from "./sale";

/** Keeps the customer display, if there is one, at what the sale is at. */
export function CustomerDisplay({ step }: { step: Step | null }) {
  const { workplace, locale, currency, ...now } = useSale();
  // The cashier's screen comes first.
  const { cart, charge } = useDeferredValue(useMemo(() => ({ cart: now.cart, charge: now.charge }), [now.cart, now.charge]));
  const shop = workplace.location.name;
  const feed = useRef<DisplayFeed>(null);
  useEffect(() => {
    const opened = new DisplayFeed();
    const idle = idleDisplay({ shop, locale, currency });
    const leave = () => opened.show(idle);
    window.addEventListener("pagehide", leave);
    feed.current = opened;
    return () => {
      window.removeEventListener("pagehide", leave);
      opened.close(idle);
    };
  }, [shop, locale, currency]);
  const shown = useMemo(() => {
    const manner = { shop, locale, currency };
    return JSON.stringify(step?.kind === "receipt" ? thanksDisplay(manner, step.order.input) : saleDisplay(manner, cart, charge, step?.kind === "pay"));
  }, [shop, locale, currency, step, cart, charge]);
  useEffect(() => feed.current?.show(JSON.parse(shown) as Display), [shown]);
  return null;
}
