import { type Tender, type TenderKind, quickAmounts, tenderKinds } from "../../domain/tender";
import { t } from "../../i18n/messages";
import { Button } from "../../ui/Button";
import { cx } from "../../ui/cx";
import { CloseIcon } from "../../ui/icons";
import { once } from "../../ui/once";
import { useSale } from "./sale";

/** How it is paid. */
export function TenderKinds({ kind, onKind }: { kind: TenderKind; onKind(kind: TenderKind): void }) {
  return (
    <div role="group" aria-label={t.pay.how} className="my-4 flex flex-wrap gap-2">
      {tenderKinds.map((each) => (
        <button
          key={each}
          type="button"
          aria-pressed={kind === each}
          onClick={() => onKind(each)}
          data-testid={`tender-kind-${each}`}
          className={cx("h-11 rounded-full border px-4 text-sm font-medium", kind === each ? "border-accent bg-accent text-on-accent" : "border-line hover:bg-sunken")}
        >
          {t.pay.kinds[each]}
        </button>
      ))}
    </div>
  );
}

/** What is handed over in cash, most likely: what is left, or the next round sums. Money paid back has no such. */
export function CashAmounts({ left, onChoose }: { left: number; onChoose(amount: number): void }) {
  const { currency, money } = useSale();
  return (
    <div className="mt-3 flex flex-wrap gap-2">
      <Button onClick={() => onChoose(Math.abs(left))} data-testid="tender-exact">
        {t.pay.exact}
      </Button>
      {left > 0 &&
        quickAmounts(left, currency).map((value) => (
          <Button key={value} onClick={() => onChoose(value)} className="tabular-nums" data-testid={`tender-quick-${value}`}>
            {money(value)}
          </Button>
        ))}
    </div>
  );
}

/** What was given already. Cash may be handed back; what was paid otherwise is taken off the order only with what it was paid by. */
export function GivenTenders({ tenders }: { tenders: readonly Tender[] }) {
  const { money, change } = useSale();
  if (tenders.length === 0) return null;
  const remove = (index: number) => void change((cart) => ({ ...cart, tenders: cart.tenders?.filter((_, i) => i !== index) }));
  return (
    <ul className="mt-3 divide-y divide-line rounded-xl border border-line text-sm">
      {tenders.map((tender, i) => (
        <li key={i} data-testid={`tender-given-${i}`} className="flex items-center gap-3 ps-3">
          <span className="min-w-0 flex-1 truncate">
            {t.pay.kinds[tender.kind]}
            {tender.reference && <span className="text-muted"> · {tender.reference}</span>}
          </span>
          <span className="font-medium tabular-nums">{money(tender.amount)}</span>
          <Button look="quiet" size="icon" onClick={once(() => remove(i))} aria-label={t.pay.remove(t.pay.kinds[tender.kind])} data-testid={`tender-remove-${i}`}>
            <CloseIcon className="size-4" />
          </Button>
        </li>
      ))}
    </ul>
  );
}
