import { useEffect, useRef } from "react";
import { idleDisplay, saleDisplay, thanksDisplay } from "../../domain/display";
import { DisplayFeed } from "../../store/display";
import { whenIdle } from "../../ui/idle";
import { rowLabel } from "./rowLabel";
import { type Step, useSale } from "./sale";

const longestMs = 300;

/** Keeps the customer display, if there is one, at what the sale is at. */
export function CustomerDisplay({ step }: { step: Step | null }) {
  const { workplace, locale, currency, cart, charge } = useSale();
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
  useEffect(() => {
    const show = () => {
      const manner = { shop, locale, currency };
      const told = charge && { ...charge, discounts: charge.discounts.map((row) => ({ ...row, label: rowLabel(row.label) })) };
      feed.current?.show(step?.kind === "receipt" ? thanksDisplay(manner, step.order.input) : saleDisplay(manner, cart, told, step?.kind === "pay"));
    };
    // The cashier's screen comes first, but customers watch what is scanned.
    return whenIdle(show, longestMs);
  }, [shop, locale, currency, step, cart, charge]);
  return null;
}
