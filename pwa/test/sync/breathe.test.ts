import { afterEach, expect, it, vi } from "vitest";
import { Courtesy, breathe, inSlices, inTurn, sellingMs } from "../../src/sync/catalog/breathe";

afterEach(() => void vi.useRealTimers());

it("rests for as long as somebody may still be selling, and not a moment when nobody is", async () => {
  vi.useFakeTimers({ toFake: ["performance", "setTimeout"] });
  const courtesy = new Courtesy();
  await courtesy.rest();
  expect(courtesy.selling).toBe(false);
  courtesy.note();
  expect(courtesy.selling).toBe(true);
  let rested = false as boolean;
  const resting = courtesy.rest().then(() => (rested = true));
  while (vi.getTimerCount() === 0) await breathe();
  vi.advanceTimersByTime(sellingMs - 1);
  await breathe();
  expect(rested).toBe(false);
  vi.advanceTimersByTime(1);
  await resting;
  expect(courtesy.selling).toBe(false);
});

it("rests between slices, and answers what the work comes to", async () => {
  let rests = 0;
  const steps = function* () {
    for (let i = 0; i < 3; i++) {
      const began = performance.now();
      while (performance.now() - began < 6);
      yield;
    }
    return "done";
  };
  expect(await inSlices(steps(), () => Promise.resolve(void rests++))).toBe("done");
  expect(rests).toBe(3);
});

it("does one thing after another, also after one that failed", async () => {
  const turn = inTurn();
  const log: string[] = [];
  const work = (name: string) => async () => {
    log.push(`${name} begins`);
    await breathe();
    log.push(`${name} ends`);
    if (name === "b") throw new Error("b failed");
    return name;
  };
  const all = await Promise.allSettled([turn(work("a")), turn(work("b")), turn(work("c"))]);
  expect(all.map((one) => one.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(log).toEqual(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
});
