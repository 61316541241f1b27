import { type FormEvent, useState } from "react";
import { t } from "../../i18n/messages";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { Reason } from "../../ui/Reason";
import { useSale } from "./sale";

const longest = 255;

/** Takes the tax off an order for a customer who showed a certificate. */
export function ExemptDialog({ onClose }: { onClose(): void }) {
  const { cart, changePermitted } = useSale();
  const [certificate, setCertificate] = useState(cart?.exemption?.certificate ?? "");
  const [reason, setReason] = useState(cart?.exemption?.reason ?? "");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!certificate.trim()) return;
    changePermitted("TAX_EXEMPT", (now) => ({ ...now, exemption: { certificate: certificate.trim(), reason: reason.trim() } }));
    onClose();
  };
  return (
    <Dialog title={t.exempt.title} onClose={onClose} testId="exempt">
      <form onSubmit={submit} className="grid gap-5">
        <Field label={t.exempt.certificate} hint={t.exempt.hint} value={certificate} onChange={(event) => setCertificate(event.target.value.slice(0, longest))} autoComplete="off" data-testid="exempt-certificate" />
        <Reason reasons={t.exempt.reasons} value={reason} onChange={setReason} />
        <Button type="submit" look="primary" size="large" disabled={!certificate.trim()} data-testid="exempt-apply">
          {t.exempt.apply}
        </Button>
      </form>
    </Dialog>
  );
}
