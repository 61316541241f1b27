import type { OfficeOrder, Resolution, StepName } from "./office";

/** Something that happened to an order. at is ISO 8601. */
export type Happening =
  | { at: string; kind: "sold" | "received" | "settled" }
  | { at: string; kind: "step"; step: StepName; done: boolean; attempts: number; result: string | null }
  | { at: string; kind: "payment"; receiptNumber: string; amount: number }
  | { at: string; kind: "handOver"; by: string | null }
  | { at: string; kind: "decision"; action: Resolution; by: string; note: string | null };

/** What happened to an order, oldest first. */
export function historyOf(order: OfficeOrder): Happening[] {
  const happenings: Happening[] = [
    { at: order.soldAt, kind: "sold" },
    { at: order.receivedAt, kind: "received" },
    ...order.steps.flatMap(({ name, begunAt, doneAt, attempts, result }) => {
      const at = doneAt ?? begunAt;
      return at === null ? [] : [{ at, kind: "step" as const, step: name, done: doneAt !== null, attempts, result }];
    }),
    ...order.decisions.map(({ at, action, by, note }) => ({ at, kind: "decision" as const, action, by, note })),
    ...order.payments.map(({ at, receiptNumber, amount }) => ({ at, kind: "payment" as const, receiptNumber, amount })),
    ...(order.handedOverAt === null ? [] : [{ at: order.handedOverAt, kind: "handOver" as const, by: order.handedOverBy }]),
    ...(order.settledAt === null ? [] : [{ at: order.settledAt, kind: "settled" as const }]),
  ];
  // Sold comes first, whatever the device's clock said; sorting keeps the order of what has one time.
  const [sold, ...rest] = happenings;
  return [sold!, ...rest.sort((a, b) => Date.parse(a.at) - Date.parse(b.at))];
}
