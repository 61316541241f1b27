import { useDatabase } from "../../store/live";
import { type MailWish, settleMail } from "../../store/mails";
import { Button } from "../../ui/Button";
import { o } from "./texts";

/** That a receipt waits to be sent, or why it cannot be. */
export function MailNote({ mail }: { mail: MailWish }) {
  const db = useDatabase();
  return (
    <div className="flex flex-wrap items-center gap-2 px-4 pb-3 text-sm sm:px-5" data-testid="order-mail" data-refused={mail.refused}>
      <p className={mail.refused ? "min-w-0 flex-1 text-bad" : "min-w-0 flex-1 text-muted"}>{mail.refused ? o.mail.refused(mail.email, mail.fault) : o.mail.waiting(mail.email)}</p>
      <Button onClick={() => void settleMail(db, mail, null)}>{o.mail.drop}</Button>
    </div>
  );
}
