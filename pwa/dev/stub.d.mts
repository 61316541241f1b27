import type { Staff } from "../src/domain/workplace";

export interface Stub {
  origin: string;
  orders: Map<string, { id: string; counter: number; state: string }>;
  parked: Map<string, { id: string; label: string; body: string; registerId: string; parkedAt: string; expiresAt: string }>;
  shiftEvents: Map<string, { id: string; shiftId: string; kind: string; amount: number; staffId: string; approvedBy?: string; reason?: string }>;
  people: { id: string; firstName: string; lastName: string; email: string; phone: string | null; groupId: number; taxClassId: number }[];
  /** Receipts that were sent. */
  mails: { orderId: string; email: string }[];
  counters: { submits: number; vitals: unknown[]; beats: { ordersWaiting: number; appVersion: string }[] };
  state: { settle: boolean; dropAnswers: number; nextAnswer: object | null; damage: number; /** The file that is not given out the next time. */ lost: string | null; revoked: boolean; version: string; coin: number; clockAhead: number; misfit: boolean; shiftReport: object | null; knowsShifts: boolean; staff: Staff[] };
  /** Builds the catalog now and not when it is first asked for. */
  prepare(): void;
  setDown(down: boolean): void;
  hold(id: string, reason: string, message: string): void;
  change(kind: string, key: string, document: object | null): void;
  stop(): Promise<void>;
}
export function startStub(port?: number, options?: { products?: number; photos?: boolean }): Promise<Stub>;
