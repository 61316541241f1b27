import type { FormEvent } from "react";
import { shownSubtotal } from "../../domain/charge";
import { t } from "../../i18n/messages";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { DiscountFields, discountOf, useDiscountDraft } from "./DiscountFields";
import { useSale } from "./sale";

/** Takes something off the whole order. */
export function DiscountDialog({ onClose }: { onClose(): void }) {
  const { cart, charge, currency, changePermitted } = useSale();
  const [draft, setDraft] = useDiscountDraft(cart?.discount, currency);
  const most = charge ? shownSubtotal(charge) : 0;
  const discount = discountOf(draft, currency, most);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!discount) return;
    changePermitted("DISCOUNT", (now) => ({ ...now, discount }));
    onClose();
  };
  return (
    <Dialog title={t.discount.title} onClose={onClose} testId="discount">
      <form onSubmit={submit} className="grid gap-5">
        <DiscountFields draft={draft} most={most} onChange={setDraft} />
        <Button type="submit" look="primary" size="large" disabled={!discount} data-testid="discount-apply">
          {t.discount.apply}
        </Button>
      </form>
    </Dialog>
  );
}
