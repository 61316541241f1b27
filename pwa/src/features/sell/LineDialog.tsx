import { type FormEvent, useState } from "react";
import { type CartLine, changeLine, setQuantity } from "../../domain/cart";
import { parseAmount } from "../../domain/money";
import { t, typeAmount } from "../../i18n/messages";
import { favourites, toggleFavourite } from "../../store/favourites";
import { useDatabase, useLive } from "../../store/live";
import { Button } from "../../ui/Button";
import { cx } from "../../ui/cx";
import { Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { StarIcon } from "../../ui/icons";
import { notify } from "../../ui/notices";
import { DiscountFields, discountOf, useDiscountDraft } from "./DiscountFields";
import { Reason } from "../../ui/Reason";
import { useSale } from "./sale";

/** Changes one line: its price or its discount. */
export function LineDialog({ id, onClose }: { id: number; onClose(): void }) {
  const { cart, change } = useSale();
  const line = cart?.lines.find((l) => l.id === id);
  const [tab, setTab] = useState<"discount" | "price">(line?.override ? "price" : "discount");
  if (!line) return null;
  // The engine does not say what such a change would do to parts that are taxed each.
  const fixed = line.product.item.options?.price_type === "dynamic";
  const reset = () => {
    void change((now) => changeLine(now, id, { override: undefined, manual: undefined }));
    onClose();
  };
  const remove = () => {
    void change((now) => setQuantity(now, id, 0));
    onClose();
  };
  return (
    <Dialog title={line.name} onClose={onClose} testId="line">
      <div className="-mt-2 mb-4 flex items-center justify-between gap-3">
        <p className="text-sm text-muted">{[line.detail, line.sku].filter(Boolean).join(" · ")}</p>
        <FavouriteButton sku={line.sku} />
      </div>
      {fixed ? (
        <p className="mb-5 text-sm text-muted">{t.line.fixed}</p>
      ) : (
        <>
          <div role="group" aria-label={t.line.what} className="mb-4 flex rounded-xl bg-sunken p-1">
            {(["discount", "price"] as const).map((which) => (
              <button
                key={which}
                type="button"
                aria-pressed={tab === which}
                onClick={() => setTab(which)}
                data-testid={`line-tab-${which}`}
                className={cx("h-11 flex-1 rounded-lg text-sm font-medium", tab === which ? "bg-surface shadow-sm" : "text-muted")}
              >
                {t.line[which]}
              </button>
            ))}
          </div>
          {tab === "price" ? <PriceForm line={line} onClose={onClose} /> : <DiscountForm line={line} onClose={onClose} />}
        </>
      )}
      <div className="mt-3 flex justify-between gap-3">
        {line.override || line.manual ? (
          <Button look="quiet" onClick={reset} data-testid="line-reset">
            {t.line.reset}
          </Button>
        ) : (
          <span />
        )}
        <Button look="danger" onClick={remove}>
          {t.line.remove}
        </Button>
      </div>
    </Dialog>
  );
}

function FavouriteButton({ sku }: { sku: string }) {
  const db = useDatabase();
  const on = useLive(favourites, ["favourites"])?.includes(sku) === true;
  const toggle = async () => {
    if (!(await toggleFavourite(db, sku))) notify(t.line.favouritesFull, "bad");
  };
  return (
    <Button look={on ? "chosen" : "quiet"} aria-pressed={on} onClick={() => void toggle()} data-testid="line-favourite">
      <StarIcon className={on ? "fill-current" : undefined} /> {t.line.favourite}
    </Button>
  );
}

interface FormProps {
  line: CartLine;
  onClose(): void;
}

function DiscountForm({ line, onClose }: FormProps) {
  const { cart, charge, currency, changePermitted } = useSale();
  const now = charge?.lines[cart?.lines.findIndex((l) => l.id === line.id) ?? -1];
  const price = now ? now.shownUnit + Math.round(now.markedDown / line.quantity) : 0;
  const [draft, setDraft] = useDiscountDraft(line.manual, currency);
  const manual = discountOf(draft, currency, price);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!manual) return;
    changePermitted("DISCOUNT", (cart) => changeLine(cart, line.id, { override: line.override, manual }));
    onClose();
  };
  return (
    <form onSubmit={submit} className="grid gap-5">
      <DiscountFields draft={draft} most={price} onChange={setDraft} />
      <Button type="submit" look="primary" size="large" disabled={!manual} data-testid="line-discount-apply">
        {t.discount.applyLine}
      </Button>
    </form>
  );
}

function PriceForm({ line, onClose }: FormProps) {
  const { cart, charge, currency, changePermitted } = useSale();
  const now = charge?.lines[cart?.lines.findIndex((l) => l.id === line.id) ?? -1];
  const regular = line.override?.regular ?? now?.shownUnit ?? 0;
  const [typed, setTyped] = useState(typeAmount(line.override?.price ?? regular, currency));
  const [reason, setReason] = useState(line.override?.reason ?? "");
  const price = parseAmount(typed, currency);
  const override = price !== null && reason.trim() ? { price, regular, reason: reason.trim() } : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!override) return;
    changePermitted("PRICE_OVERRIDE", (open) => changeLine(open, line.id, { override, manual: line.manual }));
    onClose();
  };
  return (
    <form onSubmit={submit} className="grid gap-5">
      <Field large label={t.line.newPrice} value={typed} onChange={(event) => setTyped(event.target.value.slice(0, 14))} error={price === null ? t.pay.notAmount : ""} inputMode="decimal" autoComplete="off" data-testid="line-price" />
      <Reason reasons={t.line.reasons} value={reason} onChange={setReason} />
      <Button type="submit" look="primary" size="large" disabled={!override} data-testid="line-price-apply">
        {t.line.applyPrice}
      </Button>
    </form>
  );
}
