import { type FormEvent, useState } from "react";
import { t } from "../../i18n/messages";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { useSale } from "./sale";

const longest = 255;

/** Takes a coupon code; one that would give nothing is refused with the reason. */
export function CouponDialog({ onClose }: { onClose(): void }) {
  const { cart, pricer, change } = useSale();
  const [code, setCode] = useState(cart?.coupon ?? "");
  const [error, setError] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const coupon = code.trim();
    if (!cart || !pricer || !coupon) return;
    const codes = pricer.pricing.rules.flatMap((rule) => [rule.coupon, ...(rule.coupons ?? []).map((one) => one.code)]);
    const known = codes.some((known) => known?.toLowerCase() === coupon.toLowerCase());
    if (pricer.charge({ ...cart, coupon }, new Date()).couponRejected) {
      setError(known ? t.coupon.rejected(coupon) : t.coupon.unknown(coupon));
      return;
    }
    void change((now) => ({ ...now, coupon })).then(onClose);
  };
  const type = (text: string) => {
    setCode(text.slice(0, longest));
    setError("");
  };
  return (
    <Dialog title={t.coupon.title} onClose={onClose} testId="coupon">
      <form onSubmit={submit} className="grid gap-4">
        {/* The code is what this dialog asks for. */}
        {/* eslint-disable-next-line jsx-a11y/no-autofocus */}
        <Field label={t.coupon.code} value={code} onChange={(event) => type(event.target.value)} error={error} autoComplete="off" spellCheck={false} autoFocus data-testid="coupon-code" />
        <Button type="submit" look="primary" size="large" disabled={!code.trim()} data-testid="coupon-apply">
          {t.coupon.apply}
        </Button>
      </form>
    </Dialog>
  );
}
