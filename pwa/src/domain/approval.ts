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

/** One use of a permission: by the person at the register, or by another who entered their PIN. at is ISO 8601. */
export interface Approval {
  permission: Permission;
  staffId: string;
  at: string;
  /** It stays on record, and covers nothing more. */
  ended?: boolean;
}

/** For how long an approval covers further uses of the same permission on the same order. */
export const APPROVAL_MS = 5 * 60_000;

/** Most approvals on an order. */
export const MAX_APPROVALS = 50;

/** True when a person holds a permission. */
export function may(staff: Pick<Staff, "permissions">, permission: Permission): boolean {
  return staff.permissions.includes(permission);
}

/** Who allows a permission now without entering a PIN: the person at the register, or who approved it a moment ago. */
export function allows(staff: Staff, given: readonly Approval[], permission: Permission, now: number): string | null {
  if (may(staff, permission)) return staff.id;
  return given.findLast((a) => a.permission === permission && left(a, now) > 0)?.staffId ?? null;
}

/** For how many milliseconds more an approval covers further uses; 0 when it does not. */
function left({ at, ended }: Approval, now: number): number {
  const age = now - Date.parse(at);
  return ended || age < 0 ? 0 : Math.max(0, APPROVAL_MS - age);
}

/** The approvals of others that let a person do now what they may not do themselves, with how long each holds still. */
export function activeApprovals(staff: Staff, given: readonly Approval[], now: number): (Approval & { left: number })[] {
  return given.flatMap((a) => (left(a, now) > 0 && a.staffId !== staff.id && !may(staff, a.permission) ? { ...a, left: left(a, now) } : []));
}

/** The approvals with one of them over before its time: what was done with it stays on record. */
export function endApproval(given: readonly Approval[], ended: Pick<Approval, "permission" | "staffId">): Approval[] {
  return given.map((a) => (a.permission === ended.permission && a.staffId === ended.staffId ? { ...a, ended: true } : a));
}

/**
 * The approvals with one more. One is kept of a person and a permission, the latest; one that still holds stays as it is, so that using
 * it does not prolong it.
 */
export function approve(given: readonly Approval[], permission: Permission, staffId: string, now: Date): Approval[] {
  if (given.some((a) => a.permission === permission && a.staffId === staffId && left(a, now.getTime()) > 0)) return [...given];
  const others = given.filter((a) => a.permission !== permission || a.staffId !== staffId);
  return [...others, { permission, staffId, at: now.toISOString() }].slice(-MAX_APPROVALS);
}
