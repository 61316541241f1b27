import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Totals } from "../../../src/domain/totals/calculate";
import type { Basket, Snapshot } from "../../../src/domain/totals/input";
import { isRefused } from "../../../src/domain/totals/result";

const root = fileURLToPath(new URL("../../../../", import.meta.url));

/** TOTALS_BASKETS=100000 for the full comparison; TOTALS_SEED draws others. */
const baskets = Number(process.env.TOTALS_BASKETS ?? 3000);
const seed = Number(process.env.TOTALS_SEED ?? 1);
const batch = 10_000;

const hasGo = (() => {
  try {
    execFileSync("go", ["version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

type Line = { snapshot: Snapshot } | { input: Basket & { id: string }; result: unknown; trace?: unknown };

describe.skipIf(!hasGo)("both engines on random baskets", () => {
  const folder = mkdtempSync(join(tmpdir(), "totals-"));
  const generator = join(folder, "baskets");
  beforeAll(() => {
    execFileSync("go", ["build", "-o", generator, "./gateway/pos/totals/baskets"], { cwd: root, stdio: "inherit" });
  }, 300_000);
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  async function compare(batchSeed: number, count: number): Promise<{ compared: number; differing: string[] }> {
    const child = spawn(generator, ["-seed", String(batchSeed), "-n", String(count)], { stdio: ["ignore", "pipe", "inherit"] });
    const differing: string[] = [];
    let compared = 0;
    let totals: Totals | undefined;
    for await (const text of createInterface({ input: child.stdout })) {
      const line = JSON.parse(text) as Line;
      if ("snapshot" in line) totals = new Totals(line.snapshot);
      else {
        compared++;
        const mine = JSON.stringify(totals!.calculate(line.input));
        const theirs = JSON.stringify(line.result);
        if (mine !== theirs) differing.push(`${line.input.id}\n  here ${mine}\n  Go   ${theirs}`);
        if (!line.trace) continue;
        const explained = totals!.explain(line.input);
        const steps = JSON.stringify(isRefused(explained) ? explained : explained.trace);
        if (steps !== JSON.stringify(line.trace)) differing.push(`${line.input.id} explained\n  here ${steps}\n  Go   ${JSON.stringify(line.trace)}`);
      }
    }
    return { compared, differing };
  }

  it(`come to the same bytes on ${String(baskets)} of them, and explain every fifth by the same steps`, { timeout: 3_600_000 }, async () => {
    let compared = 0;
    for (let i = 0; compared < baskets; i++) {
      const count = Math.min(batch, baskets - compared);
      const one = await compare(seed + i, count);
      expect(one.compared).toBe(count);
      expect(one.differing.length, one.differing.slice(0, 3).join("\n").slice(0, 5000)).toBe(0);
      compared += count;
    }
  });
});
