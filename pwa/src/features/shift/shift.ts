import { createContext, useContext } from "react";
import type { Permission } from "../../domain/approval";
import { formatMoney } from "../../domain/money";
import type { OpenShift } from "../../domain/shift";
import { uuidv7 } from "../../domain/uuid";
import type { Staff, Workplace } from "../../domain/workplace";
import type { ShiftClock } from "../../store/shift";

/** What the parts of the shift's page share. */
export interface Desk {
  workplace: Workplace;
  staff: Staff;
  locale: string;
  currency: string;
  /** Goes on at once when the person holds the permission, else when somebody has allowed it: with who that was. */
  permitted(permission: Permission, then: (approvedBy: string | undefined) => void): void;
}

export const DeskContext = createContext<Desk | null>(null);

/** The desk in the context. */
export function useDesk(): Desk & { money(amount: number): string; nameOf(staffId: string | null): string } {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error("DeskContext is missing");
  return {
    ...desk,
    money: (amount) => formatMoney(amount, desk.currency, desk.locale),
    nameOf: (id) => desk.workplace.staff.find((person) => person.id === id)?.name ?? id ?? "",
  };
}

/** The time and new ids, for what is written now. */
export function clock(): ShiftClock {
  return { now: new Date(), newId: (at) => uuidv7(at.getTime(), crypto.getRandomValues(new Uint8Array(10))) };
}

/** What a person is about to do in a shift, or to look at. */
export type Doing =
  | { kind: "PAID_IN" | "PAID_OUT"; shift: OpenShift; approvedBy: string | undefined }
  | { kind: "COUNTED" | "CLOSED"; shift: OpenShift; approvedBy: string | undefined }
  | { kind: "report"; id: string };
