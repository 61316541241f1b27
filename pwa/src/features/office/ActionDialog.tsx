import { type FormEvent, useState } from "react";
import type { OfficeOrder, Resolution } from "../../domain/office";
import { t } from "../../i18n/messages";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { TextArea } from "../../ui/TextArea";
import { usePending } from "../../ui/usePending";
import { useOffice } from "./office";
import { o } from "./texts";

const longestNote = 1_000;

/** Has a person say why, and does what they decided. */
export function ActionDialog({ order, action, onClose }: { order: OfficeOrder; action: Resolution; onClose(): void }) {
  const { office } = useOffice();
  const [note, setNote] = useState("");
  const [customer, setCustomer] = useState({ email: "", firstName: "", lastName: "" });
  const { pending, error, run } = usePending();
  const changed = Object.fromEntries(Object.entries(customer).flatMap(([key, value]) => (value.trim() ? [[key, value.trim()]] : [])));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run(async () => {
      await office.resolve(order, { action, note: note.trim(), ...(action === "EDIT_CUSTOMER" && { customer: changed }) });
      onClose();
    });
  };
  const field = (name: keyof typeof customer, type = "text") => (
    <Field label={o.actions[name]} type={type} maxLength={255} value={customer[name]} autoComplete="off" onChange={(event) => setCustomer({ ...customer, [name]: event.target.value })} data-testid={`office-${name}`} />
  );
  return (
    <Dialog title={`${o.actions.name[action]}: ${order.receiptNumber}`} onClose={onClose} testId="office-action">
      <form onSubmit={submit} className="grid grid-cols-1 gap-4">
        <p className="text-sm text-muted">{o.actions.hint[action]}</p>
        {action === "EDIT_CUSTOMER" && (
          <>
            {field("email", "email")}
            <div className="grid grid-cols-2 gap-3">
              {field("firstName")}
              {field("lastName")}
            </div>
          </>
        )}
        <TextArea
          label={action === "RETRY" ? o.actions.noteOptional : o.actions.note}
          hint={o.actions.noteHint}
          maxLength={longestNote}
          required={action !== "RETRY"}
          value={note}
          onChange={(event) => setNote(event.target.value)}
          data-testid="office-note"
        />
        {error && <p role="alert" className="text-sm text-bad">{error}</p>}
        <div className="flex flex-wrap justify-end gap-3">
          <Button onClick={onClose}>{t.cancel}</Button>
          <Button type="submit" look={action === "CANCEL" ? "danger" : "primary"} disabled={pending} data-testid="office-action-yes">
            {o.actions.name[action]}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
