import { type FormEvent, useState } from "react";
import type { CartReturn } from "../../domain/cart";
import { parseAmount } from "../../domain/money";
import { t, typeAmount } from "../../i18n/messages";
import { type Sold, useServices } from "../../store/services";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { usePending } from "../../ui/usePending";
import { previewOf } from "./preview";
import { Reason } from "../../ui/Reason";
import { Restock } from "./Restock";
import { type Piece, useSale } from "./sale";

interface Props {
  scanned: Piece;
  onTake(lines: CartReturn[]): void;
  onBack(): void;
}

/** Takes one piece back without a receipt, at most for what it costs today. */
export function NoReceiptForm({ scanned, onTake, onBack }: Props) {
  const services = useServices();
  const { pricer, currency, money } = useSale();
  const first = scanned.found?.kind === "item" ? scanned.found : null;
  const priceOf = (what: Sold) => (pricer ? typeAmount(previewOf(pricer, what, currency, new Date()).total, currency) : "");
  const [code, setCode] = useState(scanned.code);
  const [sold, setSold] = useState<Sold | null>(first);
  const [typed, setTyped] = useState(() => (first ? priceOf(first) : ""));
  const [restock, setRestock] = useState(true);
  const [reason, setReason] = useState("");
  const { error, run } = usePending();
  const today = sold && pricer ? previewOf(pricer, sold, currency, new Date()) : null;
  const refund = parseAmount(typed, currency);
  const most = today?.total ?? 0;
  const unknown = t.sell.unknownCode(code.slice(0, 40));
  const look = () =>
    void run(async () => {
      const found = await services.find(code.trim());
      if (found.kind !== "item") throw new Error(unknown);
      setSold(found);
      setTyped(priceOf(found));
    });
  const able = sold !== null && today !== null && refund !== null && refund > 0 && refund <= most && reason.trim() !== "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!sold) return look();
    if (!able) return;
    const tax = most === 0 ? 0 : Math.round((today.tax * refund) / most);
    onTake([{ orderId: null, receiptNumber: "", sku: sold.item.sku, name: sold.name, quantity: 1, refund, tax, restock, reason: reason.trim() }]);
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      {sold ? (
        <>
          <p className="font-medium">{[sold.name, sold.detail].filter(Boolean).join(", ")}</p>
          <Field large label={t.returns.amount} hint={t.returns.most(money(most))} error={typed !== "" && (refund === null || refund > most) ? t.returns.most(money(most)) : ""} value={typed} onChange={(event) => setTyped(event.target.value.slice(0, 14))} inputMode="decimal" autoComplete="off" data-testid="return-amount" />
          <Restock value={restock} onChange={setRestock} />
          <Reason reasons={t.returns.reasons} value={reason} onChange={setReason} />
        </>
      ) : (
        <Field
          label={t.returns.code}
          value={code}
          onChange={(event) => setCode(event.target.value.slice(0, 100))}
          error={error || (scanned.found && !first && code === scanned.code ? unknown : "")}
          autoComplete="off"
          spellCheck={false}
          // The code is what this asks for.
          // eslint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          data-testid="return-code"
        />
      )}
      <Button type="submit" look="primary" size="large" disabled={sold ? !able : !code.trim()} data-testid="return-without-take">
        {sold ? t.returns.take : t.returns.search}
      </Button>
      <Button look="quiet" onClick={sold ? () => setSold(null) : onBack}>
        {t.back}
      </Button>
    </form>
  );
}
