import { type FormEvent, useState } from "react";
import { receiptNumber } from "../../domain/order";
import { t } from "../../i18n/messages";
import { useLive } from "../../store/live";
import { readMarker } from "../../store/marker";
import { countQueued } from "../../store/outbox";
import { useServices } from "../../store/services";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { Logo } from "../../ui/icons";
import { LanguageChoice } from "../../ui/LanguageChoice";
import { usePending } from "../../ui/usePending";

/** The code that head office's QR brings along: #enrol=K7QM-4XPD. */
const codeInAddress = () => /^#enrol=([\w-]{1,64})$/.exec(location.hash)?.[1]?.toUpperCase() ?? "";

/** Enrols this browser to a register with a one-time code. */
export function EnrolScreen({ revoked }: { revoked: boolean }) {
  const services = useServices();
  const queued = useLive(countQueued, ["outbox"]) ?? 0;
  const [marker] = useState(readMarker);
  const [code, setCode] = useState(codeInAddress);
  const [label, setLabel] = useState("");
  const { pending, error, run } = usePending();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run(() => services.enrol(code.trim(), label.trim()));
  };
  return (
    <main className="grid h-full place-items-center overflow-y-auto p-4">
      <form onSubmit={submit} className="w-full max-w-md rounded-3xl border border-line bg-surface p-8 shadow-sm">
        <Logo className="size-12" />
        <h1 className="mt-5 text-2xl font-semibold tracking-tight">{t.enrol.title}</h1>
        <p className="mt-1.5 text-muted">{t.enrol.intro}</p>
        {revoked && <p role="alert" className="mt-4 rounded-xl bg-warn-soft p-3 text-sm text-warn">{t.enrol.revoked}</p>}
        {marker && !revoked && <p role="alert" data-testid="enrol-lost" className="mt-4 rounded-xl bg-warn-soft p-3 text-sm text-warn">{t.enrol.lost(receiptNumber(marker.registerId, marker.counter))}</p>}
        {queued > 0 && <p className="mt-3 text-sm font-medium">{t.enrol.waiting(queued)}</p>}
        <Field
          className="mt-6"
          label={t.enrol.code}
          hint={t.enrol.codeHint}
          error={error}
          value={code}
          onChange={(event) => setCode(event.target.value.toUpperCase())}
          autoCapitalize="characters"
          autoComplete="off"
          spellCheck={false}
          required
          maxLength={64}
          data-testid="enrol-code"
        />
        <Field
          className="mt-4"
          label={t.enrol.label}
          hint={t.enrol.labelHint}
          value={label}
          onChange={(event) => setLabel(event.target.value)}
          autoComplete="off"
          required
          maxLength={80}
          data-testid="enrol-label"
        />
        <Button type="submit" look="primary" size="large" className="mt-7 w-full" disabled={pending} data-testid="enrol-submit">
          {pending ? t.enrol.working : t.enrol.submit}
        </Button>
        <LanguageChoice className="mt-4 flex justify-center gap-1" />
      </form>
    </main>
  );
}
