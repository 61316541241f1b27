import type { Staff } from "./workplace";

/** Something that not everybody on the staff may do. */
export type Permission =
  | "DISCOUNT"
  | "PRICE_OVERRIDE"
  | "UNLISTED_ITEM"
  | "TAX_EXEMPT"
  | "REFUND"
  | "REFUND_NO_RECEIPT"
  | "PAY_LATER"
  | "CANCEL"
  | "CASH_DRAWER"
  | "CLOSE_SHIFT"
  | "HEAD_OFFICE";

/** One use of a permission: by the person at the register, or by another who entered their PIN for them. at is ISO 8601. */
export interface Approval {
  permission: Permission;
  staffId: string;
  /** The person at the register; absent on an order that an earlier version of the register began. */
  forId?: string;
  at: string;
  /** It stays on record, and covers nothing more. */
  ended?: boolean;
}

/** Who approves what, for whom. */
export type Approved = Required<Pick<Approval, "permission" | "staffId" | "forId">>;

/** For how long an approval by PIN covers further uses of the same permission on the same order, by the person whom it was given for. */
export const APPROVAL_MS = 5 * 60_000;

/** Most approvals on an order. */
export const MAX_APPROVALS = 50;

/** True when a person holds a permission. */
export function may(staff: Pick<Staff, "permissions">, permission: Permission): boolean {
  return staff.permissions.includes(permission);
}

/** Who allows a permission now without entering a PIN: the person at the register, or who approved it for them a moment ago. */
export function allows(staff: Staff, given: readonly Approval[], permission: Permission, now: number): string | null {
  if (may(staff, permission)) return staff.id;
  return given.findLast((a) => a.permission === permission && helps(a, staff) && left(a, now) > 0)?.staffId ?? null;
}

/** True for what another allowed this person: what people do by their own right is nobody else's, nor theirs once they lost the right. */
function helps({ staffId, forId }: Approval, staff: Staff): boolean {
  return forId === staff.id && staffId !== forId;
}

/** For how many milliseconds more an approval covers further uses; 0 when it does not. */
function left({ at, ended }: Approval, now: number): number {
  const age = now - Date.parse(at);
  return ended || age < 0 ? 0 : Math.max(0, APPROVAL_MS - age);
}

/** The approvals of others that let a person do now what they may not do themselves, with how long each holds still. */
export function activeApprovals(staff: Staff, given: readonly Approval[], now: number): (Approval & { left: number })[] {
  return given.flatMap((a) => (left(a, now) > 0 && helps(a, staff) && !may(staff, a.permission) ? { ...a, left: left(a, now) } : []));
}

/** The approvals with one of them over before its time: what was done with it stays on record. */
export function endApproval(given: readonly Approval[], ended: Approval): Approval[] {
  return given.map((a) => (isSame(a, ended) ? { ...a, ended: true } : a));
}

/**
 * The approvals with one more. One is kept of who approved what for whom, the latest; one that still holds stays as it is, so that using
 * it does not prolong it.
 */
export function approve(given: readonly Approval[], approved: Approved, now: Date): Approval[] {
  if (given.some((a) => isSame(a, approved) && left(a, now.getTime()) > 0)) return [...given];
  const others = given.filter((a) => !isSame(a, approved));
  return [...others, { ...approved, at: now.toISOString() }].slice(-MAX_APPROVALS);
}

function isSame(a: Partial<Approved>, b: Partial<Approved>): boolean {
  return a.permission === b.permission && a.staffId === b.staffId && a.forId === b.forId;
}
