import { expect, it } from "vitest";
import { APPROVAL_MS, MAX_APPROVALS, activeApprovals, allows, approve, endApproval } from "../../src/domain/approval";
import { kim, sam } from "../support/build";

const at = new Date("2026-11-21T10:00:00Z");
const given = approve([], "PRICE_OVERRIDE", "sam", at);

it("lets whoever holds a permission use it without a PIN", () => {
  expect(allows(sam, [], "DISCOUNT", at.getTime())).toBe("sam");
  expect(allows(kim, [], "DISCOUNT", at.getTime())).toBeNull();
});

it("lets an approval cover the same permission for a while, and nothing else", () => {
  const after = (ms: number) => allows(kim, given, "PRICE_OVERRIDE", at.getTime() + ms);
  expect([after(0), after(APPROVAL_MS - 1), after(APPROVAL_MS)]).toEqual(["sam", "sam", null]);
  expect(allows(kim, given, "DISCOUNT", at.getTime())).toBeNull();
});

it("takes no approval from the future: the clock was set back", () => {
  expect(allows(kim, given, "PRICE_OVERRIDE", at.getTime() - 1)).toBeNull();
});

it("keeps the latest of a person and a permission, and no more than an order may carry", () => {
  const later = new Date(at.getTime() + APPROVAL_MS);
  expect(approve(given, "PRICE_OVERRIDE", "sam", later)).toEqual([{ permission: "PRICE_OVERRIDE", staffId: "sam", at: later.toISOString() }]);
  const many = Array.from({ length: 80 }, (_, i) => `s${i}`).reduce((all, id) => approve(all, "REFUND", id, at), given);
  expect(many).toHaveLength(MAX_APPROVALS);
  expect(many.at(-1)?.staffId).toBe("s79");
});

it("is not prolonged by being used", () => {
  const used = approve(given, "PRICE_OVERRIDE", "sam", new Date(at.getTime() + APPROVAL_MS - 1));
  expect(used).toEqual(given);
  expect(allows(kim, used, "PRICE_OVERRIDE", at.getTime() + APPROVAL_MS)).toBeNull();
});

it("is shown while it holds to whom it helps, with the time that is left", () => {
  expect(activeApprovals(kim, given, at.getTime() + 1_000)).toEqual([{ ...given[0], left: APPROVAL_MS - 1_000 }]);
  expect(activeApprovals(sam, given, at.getTime())).toEqual([]);
  expect(activeApprovals(kim, given, at.getTime() + APPROVAL_MS)).toEqual([]);
  // One's own permission needs no reminder.
  expect(activeApprovals(kim, approve([], "DISCOUNT", "kim", at), at.getTime())).toEqual([]);
});

it("ends early without leaving the record, and holds again when it is given again", () => {
  const two = approve(given, "REFUND", "sam", at);
  const ended = endApproval(two, { permission: "PRICE_OVERRIDE", staffId: "sam" });
  expect(ended.map(({ permission }) => permission)).toEqual(["PRICE_OVERRIDE", "REFUND"]);
  expect(allows(kim, ended, "PRICE_OVERRIDE", at.getTime())).toBeNull();
  expect(allows(kim, ended, "REFUND", at.getTime())).toBe("sam");
  expect(activeApprovals(kim, ended, at.getTime()).map(({ permission }) => permission)).toEqual(["REFUND"]);
  expect(allows(kim, approve(ended, "PRICE_OVERRIDE", "sam", at), "PRICE_OVERRIDE", at.getTime())).toBe("sam");
});
