import type { Connection, Database } from "./database";

/** A receipt that a customer wants by e-mail. The address is forgotten as soon as the gateway has it. */
export interface MailWish {
  orderId: string;
  email: string;
  askedAt: number;
  attempts: number;
  /** Not to be told the gateway before, milliseconds since 1970. */
  dueAt: number;
  /** What was wrong the last time, in the gateway's words; empty when nothing was. */
  fault: string;
  /** Nobody tries again: a person must look. */
  refused: boolean;
}

/** The most receipts that wait on a device. */
const most = 500;

/** Notes that a receipt is wanted, in place of an earlier wish for the same order. False when too many wait. */
export async function wishMail(db: Database, orderId: string, email: string, now: number): Promise<boolean> {
  return change(db, (wishes) => {
    const others = wishes.filter((wish) => wish.orderId !== orderId);
    if (others.length >= most) return null;
    return [...others, { orderId, email, askedAt: now, attempts: 0, dueAt: 0, fault: "", refused: false }];
  });
}

/** The receipts that wait, in the order in which they were asked for. */
export async function listMails(db: Database): Promise<MailWish[]> {
  return (await db.setting("mails")) ?? [];
}

/** Puts next in the place of a wish, or nothing when it is null, unless the person wished otherwise meanwhile. */
export async function settleMail(db: Database, wish: MailWish, next: MailWish | null): Promise<void> {
  const isSame = (other: MailWish) => other.orderId === wish.orderId && other.askedAt === wish.askedAt && other.email === wish.email;
  await change(db, (wishes) => wishes.flatMap((other) => (isSame(other) ? (next ?? []) : other)));
}

async function change(db: Database, edit: (wishes: MailWish[]) => MailWish[] | null): Promise<boolean> {
  const done = await db.run(async (connection: Connection) => {
    const tx = connection.transaction("settings", "readwrite", { durability: "strict" });
    const next = edit(((await tx.store.get("mails")) as MailWish[] | undefined) ?? []);
    if (next) await (next.length > 0 ? tx.store.put(next, "mails") : tx.store.delete("mails"));
    await tx.done;
    return next !== null;
  });
  if (done) db.changed("mails");
  return done;
}
