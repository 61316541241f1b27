import { type FormEvent, useState } from "react";
import { addLine } from "../../domain/cart";
import { parseAmount, plainAmount } from "../../domain/money";
import { unlistedSellable } from "../../domain/sellable";
import { nextSold } from "../../domain/sold";
import { t } from "../../i18n/messages";
import { useServices } from "../../store/services";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { usePending } from "../../ui/usePending";
import { useSale } from "./sale";

const longest = 255;

/** Sells something that the catalog does not have, under the location's generic product. */
export function UnlistedDialog({ onClose }: { onClose(): void }) {
  const services = useServices();
  const { workplace, currency, changePermitted } = useSale();
  const [name, setName] = useState("");
  const [typed, setTyped] = useState("");
  const { pending, error, run } = usePending();
  const price = parseAmount(typed, currency);
  const sku = workplace.location.unlistedSku ?? "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (price === null || !name.trim()) return;
    void run(async () => {
      const found = await services.find(sku);
      if (found.kind !== "item") throw new Error(t.unlisted.missing(sku));
      const product = unlistedSellable(found.item.taxClass, plainAmount(price, currency));
      const line = { sku: found.item.sku, name: name.trim(), detail: "", image: "", quantity: nextSold(0, true, found) ?? 1, product, unlisted: true, ...(found.rules && { rules: found.rules }) };
      changePermitted("UNLISTED_ITEM", (cart) => addLine(cart, line));
      onClose();
    });
  };
  return (
    <Dialog title={t.unlisted.title} onClose={onClose} testId="unlisted">
      <form onSubmit={submit} className="grid gap-4">
        <Field label={t.unlisted.name} value={name} onChange={(event) => setName(event.target.value.slice(0, longest))} error={error} autoComplete="off" data-testid="unlisted-name" />
        <Field large label={t.unlisted.price} value={typed} onChange={(event) => setTyped(event.target.value.slice(0, 14))} error={typed !== "" && price === null ? t.pay.notAmount : ""} inputMode="decimal" autoComplete="off" data-testid="unlisted-price" />
        <Button type="submit" look="primary" size="large" disabled={pending || price === null || !name.trim()} data-testid="unlisted-add">
          {t.unlisted.add}
        </Button>
      </form>
    </Dialog>
  );
}
