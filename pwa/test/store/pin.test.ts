import { expect, it } from "vitest";
import { PIN_ITERATIONS, forgetPin, rememberPin, unlock } from "../../src/store/pin";
import { enrolled } from "../support/build";

const few = 1_000;

it("lets in who signed in here before, with the right PIN only", async () => {
  const db = await enrolled();
  await rememberPin(db, "sam", "2468", few);
  expect(await unlock(db, "sam", "2468", 0)).toEqual({ ok: true });
  expect(await unlock(db, "sam", "2469", 0)).toEqual({ ok: false, why: "wrong" });
  expect(await unlock(db, "alex", "2468", 0)).toEqual({ ok: false, why: "unknown" });
  await forgetPin(db, "sam");
  expect(await unlock(db, "sam", "2468", 0)).toEqual({ ok: false, why: "unknown" });
});

it("makes guessing slow: each wrong PIN after the fourth doubles a wait that holds for the right one too", async () => {
  const db = await enrolled();
  await rememberPin(db, "sam", "2468", few);
  for (let i = 0; i < 5; i++) await unlock(db, "sam", "0000", 0);
  expect(await unlock(db, "sam", "2468", 29_999)).toEqual({ ok: false, why: "blocked", until: 30_000 });
  expect(await unlock(db, "sam", "0000", 30_000)).toEqual({ ok: false, why: "wrong" });
  expect(await unlock(db, "sam", "2468", 89_999)).toMatchObject({ why: "blocked", until: 90_000 });
  expect(await unlock(db, "sam", "2468", 90_000)).toEqual({ ok: true });
  expect(await unlock(db, "sam", "0000", 90_000)).toEqual({ ok: false, why: "wrong" });
});

it("counts attempts made at the same moment", async () => {
  const db = await enrolled();
  await rememberPin(db, "sam", "2468", few);
  const results = await Promise.all(Array.from({ length: 20 }, () => unlock(db, "sam", "0000", 0)));
  expect(results.filter((r) => !r.ok && r.why === "wrong")).toHaveLength(5);
});

it("keeps no PIN, salts each hash, and asks for as many rounds as OWASP does", async () => {
  expect(PIN_ITERATIONS).toBeGreaterThanOrEqual(600_000);
  const db = await enrolled();
  await rememberPin(db, "sam", "2468", few);
  await rememberPin(db, "alex", "2468", few);
  const rows = await db.run((connection) => connection.getAll("verifiers"));
  expect(JSON.stringify(rows)).not.toContain("2468");
  expect(rows[0]?.hash).not.toEqual(rows[1]?.hash);
});
