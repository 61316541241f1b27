import type { Decided, EnrolmentCode, Explanation, OfficeOrder, OfficeOrderFilter, OfficeOrderSummary, OfficeRegister, OfficeStaff } from "../domain/office";
import type { SalesQuery, SalesRow } from "../domain/sales";

/**
 * What head office asks the gateway, with the token of whoever is signed in. Every call throws a Refusal with what to tell the
 * person, or SignInAgain when they must enter their PIN first.
 */
export interface Office {
  /** A page of orders, newest received first; next is null on the last. */
  orders(filter: OfficeOrderFilter, after: string | null): Promise<{ orders: OfficeOrderSummary[]; next: string | null }>;
  /** An order; null when there is none. */
  order(id: string): Promise<OfficeOrder | null>;
  explain(id: string): Promise<Explanation>;
  /** Does what was decided and answers what the order is then. */
  resolve(order: OfficeOrder, decided: Decided): Promise<OfficeOrder>;
  registers(): Promise<OfficeRegister[]>;
  /** Makes a code; earlier unused codes of the register stop working. */
  newCode(registerId: string): Promise<EnrolmentCode>;
  revoke(deviceId: string): Promise<void>;
  staff(): Promise<OfficeStaff[]>;
  sales(query: SalesQuery): Promise<SalesRow[]>;
}

/** Whoever is signed in has no token that the gateway takes: it ran out, or they signed in without the gateway. */
export class SignInAgain extends Error {}
