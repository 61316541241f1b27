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
  const recent = given.findLast((a) => a.permission === permission && now - Date.parse(a.at) < APPROVAL_MS && now >= Date.parse(a.at));
  return recent?.staffId ?? null;
}

/** The approvals with one more. One is kept of a person and a permission, the latest. */
export function approve(given: readonly Approval[], permission: Permission, staffId: string, now: Date): Approval[] {
  const others = given.filter((a) => a.permission !== permission || a.staffId !== staffId);
  return [...others, { permission, staffId, at: now.toISOString() }].slice(-MAX_APPROVALS);
}
