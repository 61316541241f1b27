import { type FormEvent, useState } from "react";
import { isEmail } from "../../domain/customer";
import type { OrderRecord } from "../../domain/order";
import { useDatabase, useLive } from "../../store/live";
import { listMails, settleMail, wishMail } from "../../store/mails";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";
import { usePending } from "../../ui/usePending";
import { o } from "./texts";

/** Asks for the address that the receipt goes to, and says how far it is. */
export function EmailForm({ order }: { order: OrderRecord }) {
  const db = useDatabase();
  const [email, setEmail] = useState(order.input.email ?? "");
  const [asked, setAsked] = useState("");
  const { pending, error, run } = usePending();
  // What was read before it was asked for does not tell that it has been sent.
  const told = useLive(async (store) => ({ asked, mails: await listMails(store) }), ["mails"], asked);
  const wish = told?.mails.find((each) => each.orderId === order.id);
  const online = useLive(async (store) => (await store.setting("status"))?.online === true, ["status"]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run(async () => {
      if (!isEmail(email)) throw new Error(o.email.fault);
      if (!(await wishMail(db, order.id, email.trim(), Date.now()))) throw new Error(o.email.full);
      setAsked(email.trim());
    });
  };
  if (!told) return null;
  if (asked && !wish && told.asked === asked) return <p role="status" className="py-2 text-center text-sm font-medium text-ok" data-testid="email-done">{o.email.done(asked)}</p>;
  if (wish) {
    const words = wish.fault ? (wish.refused ? wish.fault : o.email.later(wish.fault)) : online ? o.email.sending(wish.email) : o.email.offline(wish.email);
    return (
      <div className="flex flex-wrap items-center justify-between gap-2 text-sm" role="status" data-testid="email-waiting" data-refused={wish.refused}>
        <p className={wish.refused ? "min-w-0 flex-1 text-bad" : "min-w-0 flex-1"}>{words}</p>
        <Button onClick={() => void settleMail(db, wish, null).then(() => setAsked(""))} data-testid="email-change">
          {o.email.change}
        </Button>
      </div>
    );
  }
  return (
    <form onSubmit={submit} noValidate className="flex items-end gap-3">
      {/* The address is what was asked for. */}
      {/* eslint-disable-next-line jsx-a11y/no-autofocus */}
      <Field className="min-w-0 flex-1" type="email" label={o.email.address} error={error} value={email} onChange={(event) => setEmail(event.target.value)} maxLength={255} autoComplete="off" autoFocus data-testid="email-address" />
      <Button type="submit" look="primary" className="h-12" disabled={pending || asked !== ""} data-testid="email-send">
        {o.email.send}
      </Button>
    </form>
  );
}
