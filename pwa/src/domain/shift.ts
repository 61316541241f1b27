import { refundsOf } from "./due";
import { type OrderInput, type OrderRecord, worthOf } from "./order";
import { type TenderKind, tenderKinds } from "./tender";

/** What happened to the cash of a register. */
export type ShiftEventKind = "OPENED" | "PAID_IN" | "PAID_OUT" | "DRAWER_OPENED" | "COUNTED" | "CLOSED";

/** A number of equal coins or notes; value in minor units. */
export interface Denomination {
  value: number;
  count: number;
}

/** An order that waits on the device: what was due, and what the drawer gained. */
export interface UnsentOrder {
  orderId: string;
  amount: number;
  cash: number;
}

/** An event of a shift as the gateway takes it. It is written once and never changed. */
export interface ShiftEvent {
  /** UUIDv7, minted here, as is the shift's. */
  id: string;
  shiftId: string;
  kind: ShiftEventKind;
  staffId: string;
  /** ISO 8601, by this device's clock. */
  at: string;
  currency: string;
  /** In minor units, never negative: the float, what was paid in or out, or what was counted; 0 for the others. */
  amount: number;
  reason?: string;
  /** Who allowed what the person at the register may not do. */
  approvedBy?: string;
  denominations?: Denomination[];
  unsent?: UnsentOrder[];
}

/** An event as this device keeps it. */
export interface ShiftEventRecord extends ShiftEvent {
  registerId: string;
  /** 1 until the gateway has it, or has said that it never will. */
  waiting: 0 | 1;
  /** Why the gateway did not take it; empty when it did, or was not asked yet. */
  problem: string;
  /** What the drawer had gained by orders of another device when this one took the shift over. */
  elsewhere?: number;
}

/** The shift that is open at a register. */
export interface OpenShift {
  id: string;
  registerId: string;
  currency: string;
  openedBy: string;
  /** ISO 8601. */
  openedAt: string;
}

/** Sums of one kind of tender, less change. */
export interface ShiftTender {
  kind: TenderKind;
  count: number;
  amount: number;
}

/** What an X or Z report says; amounts in minor units. It is what the gateway's report of the shift says too. */
export interface ShiftReport {
  id: string;
  registerId: string;
  currency: string;
  openedAt: string | null;
  openedBy: string | null;
  closedAt: string | null;
  closedBy: string | null;
  float: number;
  paidIn: number;
  paidOut: number;
  /** Without a sale. */
  drawerOpened: number;
  orders: number;
  /** What goods were sold for with tax, less discounts. */
  sales: number;
  discounts: number;
  refunds: number;
  /** On sales, less that on refunds. */
  tax: number;
  rounding: number;
  /** What customers pay later, and what they paid for earlier orders. */
  deferred: number;
  balances: number;
  /** Of the orders, those that were cancelled since; their money is in the report. */
  cancelled: number;
  cancelledAmount: number;
  /** Orders in another currency, which are in no amount. */
  otherCurrency: number;
  tenders: ShiftTender[];
  /** Orders that the gateway does not have yet. On the device they are in all amounts, in the gateway's report in the cash only. */
  unsentOrders: number;
  unsentAmount: number;
  expectedCash: number;
  countedCash: number | null;
  countedAt: string | null;
  /** What was counted less what was expected at that time; of a closed shift less expectedCash. */
  difference: number | null;
  events: ShiftEvent[];
}

/** A shift that another device of the register opened, as the gateway knows it. */
export type ShiftElsewhere = Pick<ShiftReport, "id" | "registerId" | "currency" | "openedAt" | "openedBy" | "float" | "paidIn" | "paidOut" | "expectedCash" | "events">;

/** What the drawer gained by orders of the device that had a shift before. */
export function gainedElsewhere({ expectedCash, float, paidIn, paidOut }: ShiftElsewhere): number {
  return expectedCash - float - paidIn + paidOut;
}

/** What an order did to a shift, as far as reports tell. */
export type ShiftOrder = Pick<OrderRecord, "id" | "registerId" | "local" | "remote"> & { input: OrderInput };

/** What was due for an order at the register, in minor units; below 0 when the customer got money back. */
export function paidFor({ charged, returns, balances, rounding = 0, deferred = 0 }: OrderInput): number {
  return worthOf({ charged, returns }) + balanced({ balances }) + rounding - deferred;
}

/** What rules and staff took off an order, that on single lines included. */
function discountsOf({ charged, lines }: OrderInput): number {
  return lines.reduce((sum, line) => sum + (line.markedDown ?? 0), charged.discount ?? 0);
}

function balanced({ balances = [] }: Pick<OrderInput, "balances">): number {
  return balances.reduce((sum, { amount }) => sum + amount, 0);
}

/** What the drawer gained by an order. */
export function cashOf({ tenders, change }: OrderInput): number {
  return tenders.reduce((sum, tender) => sum + (tender.kind === "CASH" ? tender.amount : 0), -change);
}

/** Whether the gateway does not have an order yet, for all that this device knows. */
export const isUnsent = (order: Pick<OrderRecord, "local">) => order.local !== "received";

/** A shift's orders that wait on the device, as events tell of them: the gateway takes so many. */
export function unsentOf(orders: readonly ShiftOrder[]): UnsentOrder[] {
  return orders.filter(isUnsent).slice(0, 1_000).map(({ id, input }) => ({ orderId: id, amount: paidFor(input), cash: cashOf(input) }));
}

/**
 * The report of a shift out of its events, at least one, and the orders that this device took in it. Neither's order matters. Orders
 * that the gateway does not have yet are counted in, and counted apart too.
 */
export function reportOf(registerId: string, all: readonly (ShiftEvent & Pick<ShiftEventRecord, "elsewhere">)[], orders: readonly ShiftOrder[]): ShiftReport {
  const events = [...all].sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || (a.id < b.id ? -1 : 1));
  const first = events[0]!;
  const of = (kind: ShiftEventKind) => events.filter((event) => event.kind === kind);
  const sum = (list: readonly { amount: number }[]) => list.reduce((total, one) => total + one.amount, 0);
  // Of those that open or close the first counts, of counts the last until the end.
  const [opened] = of("OPENED");
  const [closed] = of("CLOSED");
  const counted = of("COUNTED").filter(({ at }) => !closed || Date.parse(at) <= Date.parse(closed.at)).at(-1) ?? null;
  const mine = orders.filter((order) => order.registerId === registerId);
  const told = mine.filter(({ input }) => input.currency === first.currency);
  const inputs = told.map(({ input }) => input);
  const unsent = told.filter(isUnsent);
  const cancelled = told.filter(({ remote }) => remote?.state === "CANCELLED");
  const returns = inputs.flatMap((input) => input.returns ?? []);
  // What moved cash, and when.
  const moves = [
    { at: opened?.at ?? first.at, cash: opened?.amount ?? 0 },
    ...of("PAID_IN").map(({ at, amount }) => ({ at, cash: amount })),
    ...of("PAID_OUT").map(({ at, amount }) => ({ at, cash: -amount })),
    ...events.flatMap(({ at, elsewhere }) => (elsewhere === undefined ? [] : { at, cash: elsewhere })),
    ...inputs.map((input) => ({ at: input.soldAt, cash: cashOf(input) })),
  ];
  const cash = (until: number) => moves.reduce((total, move) => total + (Date.parse(move.at) <= until ? move.cash : 0), 0);
  const total = (pick: (input: OrderInput) => number | undefined) => inputs.reduce((result, input) => result + (pick(input) ?? 0), 0);
  return {
    id: first.shiftId,
    registerId,
    currency: first.currency,
    openedAt: opened?.at ?? null,
    openedBy: opened?.staffId ?? null,
    closedAt: closed?.at ?? null,
    closedBy: closed?.staffId ?? null,
    float: opened?.amount ?? 0,
    paidIn: sum(of("PAID_IN")),
    paidOut: sum(of("PAID_OUT")),
    drawerOpened: of("DRAWER_OPENED").length,
    orders: mine.length,
    sales: total((input) => input.charged.total),
    discounts: total(discountsOf),
    refunds: refundsOf(returns),
    tax: total((input) => input.charged.tax) - returns.reduce((result, line) => result + line.tax, 0),
    rounding: total((input) => input.rounding),
    deferred: total((input) => input.deferred),
    balances: total(balanced),
    cancelled: cancelled.length,
    cancelledAmount: cancelled.reduce((result, { input }) => result + paidFor(input), 0),
    otherCurrency: mine.length - told.length,
    tenders: tendersOf(inputs),
    unsentOrders: unsent.length,
    unsentAmount: unsent.reduce((result, { input }) => result + paidFor(input), 0),
    expectedCash: cash(Infinity),
    countedCash: counted?.amount ?? null,
    countedAt: counted?.at ?? null,
    // Registers count as they close, and a clock that was put right meanwhile tells nothing of what came before.
    difference: counted ? counted.amount - cash(closed ? Infinity : Date.parse(counted.at)) : null,
    events,
  };
}

/** Tenders by kind, in the order in which registers list them; change is cash that was given back. */
function tendersOf(inputs: readonly OrderInput[]): ShiftTender[] {
  const sums = tenderKinds.map((kind) => {
    const given = inputs.flatMap((input) => input.tenders).filter((tender) => tender.kind === kind);
    const change = kind === "CASH" ? inputs.reduce((sum, input) => sum + input.change, 0) : 0;
    return { kind, count: given.length, amount: given.reduce((sum, tender) => sum + tender.amount, -change) };
  });
  return sums.filter(({ count, amount }) => count > 0 || amount !== 0);
}
