import { useEffect, useState } from "react";
import type { Display, DisplayThanks } from "../../domain/display";
import { formatMoney } from "../../domain/money";
import { watchDisplay } from "../../store/display";
import { CheckIcon, Logo } from "../../ui/icons";
import { FullScreen } from "./FullScreen";
import { SaleView } from "./SaleView";
import { o } from "./texts";

/** For how long something is shown that the register says nothing more about. */
const lingerMs = { idle: Infinity, sale: 10 * 60_000, pay: 10 * 60_000, thanks: 60_000 };

/** What the customer sees: the order as it grows, what to pay, the change, and thanks. It knows nothing of who buys or sells. */
export function DisplayScreen() {
  const [shown, setShown] = useState<Display | null>(null);
  useEffect(() => watchDisplay(setShown), []);
  useEffect(() => {
    if (!shown || lingerMs[shown.kind] === Infinity) return;
    const { shop, locale, currency } = shown;
    const timer = setTimeout(() => setShown({ kind: "idle", shop, locale, currency }), lingerMs[shown.kind]);
    return () => clearTimeout(timer);
  }, [shown]);
  return (
    <main className="h-full" data-testid="display" data-kind={shown?.kind ?? "idle"}>
      {shown?.kind === "sale" || shown?.kind === "pay" ? (
        <SaleView sale={shown} />
      ) : (
        <div className="flex h-full flex-col items-center justify-center gap-6 p-8 text-center">
          {shown?.kind === "thanks" ? <Thanks shown={shown} /> : <Idle shop={shown?.shop ?? ""} />}
        </div>
      )}
    </main>
  );
}

function Idle({ shop }: { shop: string }) {
  return (
    <>
      <Logo className="size-24" />
      <h1 className="text-4xl font-semibold tracking-tight text-balance">{shop || o.welcome}</h1>
      {shop && <p className="text-xl text-muted">{o.welcome}</p>}
      <FullScreen />
    </>
  );
}

function Thanks({ shown: { back, total, currency, locale } }: { shown: DisplayThanks }) {
  return (
    <>
      <span className="grid size-24 place-items-center rounded-full bg-ok-soft text-ok">
        <CheckIcon className="size-12" />
      </span>
      <h1 className="text-5xl font-semibold tracking-tight">{o.thanks}</h1>
      {back !== 0 && (
        <p>
          <span className="block text-xl text-muted">{total < 0 ? o.refund : o.change}</span>
          <span className="text-6xl font-semibold tracking-tight tabular-nums" data-testid="display-change">{formatMoney(back, currency, locale)}</span>
        </p>
      )}
      {total >= 0 && (
        <p className="text-xl text-muted tabular-nums">
          {o.total} {formatMoney(total, currency, locale)}
        </p>
      )}
    </>
  );
}
