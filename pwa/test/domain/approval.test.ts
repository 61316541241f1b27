import { expect, it } from "vitest";
import { APPROVAL_MS, MAX_APPROVALS, activeApprovals, allows, approve, endApproval } from "../../src/domain/approval";
import { kim, sam } from "../support/build";

const at = new Date("2026-11-21T10:00:00Z");
const byPin = { permission: "PRICE_OVERRIDE", staffId: "sam", forId: "kim" } as const;
const given = approve([], byPin, at);

it("lets whoever holds a permission use it without a PIN", () => {
  expect(allows(sam, [], "DISCOUNT", at.getTime())).toBe("sam");
  expect(allows(kim, [], "DISCOUNT", at.getTime())).toBeNull();
});

it("lets an approval cover the same permission for a while, and nothing else", () => {
  const after = (ms: number) => allows(kim, given, "PRICE_OVERRIDE", at.getTime() + ms);
  expect([after(0), after(APPROVAL_MS - 1), after(APPROVAL_MS)]).toEqual(["sam", "sam", null]);
  expect(allows(kim, given, "DISCOUNT", at.getTime())).toBeNull();
});

it("covers nobody but whom it was given for, and nothing that somebody did by their own right", () => {
  const jo = { ...kim, id: "jo" };
  expect(allows(jo, given, "PRICE_OVERRIDE", at.getTime())).toBeNull();
  const own = approve([], { permission: "DISCOUNT", staffId: "sam", forId: "sam" }, at);
  expect(allows(kim, own, "DISCOUNT", at.getTime())).toBeNull();
  expect(activeApprovals(kim, own, at.getTime())).toEqual([]);
  // Nor themselves, once the right is taken from them.
  expect(allows({ ...sam, permissions: [] }, own, "DISCOUNT", at.getTime())).toBeNull();
  // A PIN that is entered now counts from now, and what was done before stays on record.
  const both = approve(own, { permission: "DISCOUNT", staffId: "sam", forId: "kim" }, at);
  expect(both).toHaveLength(2);
  expect(allows(kim, both, "DISCOUNT", at.getTime())).toBe("sam");
  expect(allows(jo, both, "DISCOUNT", at.getTime())).toBeNull();
  // Whom an order of an earlier version covered is not known.
  expect(allows(kim, [{ permission: "DISCOUNT", staffId: "sam", at: at.toISOString() }], "DISCOUNT", at.getTime())).toBeNull();
});

it("takes no approval from the future: the clock was set back", () => {
  expect(allows(kim, given, "PRICE_OVERRIDE", at.getTime() - 1)).toBeNull();
});

it("keeps the latest of a person and a permission, and no more than an order may carry", () => {
  const later = new Date(at.getTime() + APPROVAL_MS);
  expect(approve(given, byPin, later)).toEqual([{ ...byPin, at: later.toISOString() }]);
  const many = Array.from({ length: 80 }, (_, i) => `s${i}`).reduce((all, id) => approve(all, { permission: "REFUND", staffId: id, forId: "kim" }, at), given);
  expect(many).toHaveLength(MAX_APPROVALS);
  expect(many.at(-1)?.staffId).toBe("s79");
});

it("is not prolonged by being used", () => {
  const used = approve(given, byPin, new Date(at.getTime() + APPROVAL_MS - 1));
  expect(used).toEqual(given);
  expect(allows(kim, used, "PRICE_OVERRIDE", at.getTime() + APPROVAL_MS)).toBeNull();
});

it("is shown while it holds to whom it helps, with the time that is left", () => {
  expect(activeApprovals(kim, given, at.getTime() + 1_000)).toEqual([{ ...given[0], left: APPROVAL_MS - 1_000 }]);
  expect(activeApprovals(sam, given, at.getTime())).toEqual([]);
  expect(activeApprovals(kim, given, at.getTime() + APPROVAL_MS)).toEqual([]);
  // One's own permission needs no reminder.
  expect(activeApprovals(kim, approve([], { permission: "DISCOUNT", staffId: "kim", forId: "kim" }, at), at.getTime())).toEqual([]);
});

it("ends early without leaving the record, and holds again when it is given again", () => {
  const two = approve(given, { ...byPin, permission: "REFUND" }, at);
  const ended = endApproval(two, two[0]!);
  expect(ended.map(({ permission }) => permission)).toEqual(["PRICE_OVERRIDE", "REFUND"]);
  expect(allows(kim, ended, "PRICE_OVERRIDE", at.getTime())).toBeNull();
  expect(allows(kim, ended, "REFUND", at.getTime())).toBe("sam");
  expect(activeApprovals(kim, ended, at.getTime()).map(({ permission }) => permission)).toEqual(["REFUND"]);
  expect(allows(kim, approve(ended, byPin, at), "PRICE_OVERRIDE", at.getTime())).toBe("sam");
});
