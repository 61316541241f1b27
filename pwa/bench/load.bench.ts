import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import lighthouse from "lighthouse";
import { type BrowserContext, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, test } from "vitest";
import { enrol, World } from "../e2e/harness";
import { slow3G, slowLine } from "./slow";

const slowdown = 4;
const debuggingPort = 9300 + (process.pid % 500);
const categories = ["performance", "accessibility", "best-practices"] as const;

/** Prints what loading the register costs: Lighthouse's scores, and how long a slow phone waits. It prints, and fails nothing. */
describe("loading, from the real gateway", () => {
  let world: World;
  const profiles: string[] = [];
  const open = async (): Promise<BrowserContext> => {
    const profile = mkdtempSync(join(tmpdir(), "tillway-profile-"));
    profiles.push(profile);
    return chromium.launchPersistentContext(profile, {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", `--remote-debugging-port=${debuggingPort}`],
    });
  };
  beforeAll(async () => {
    world = await World.start();
  });
  afterAll(async () => {
    await world?.stop();
    for (const profile of profiles) rmSync(profile, { recursive: true, force: true });
  });

  test("Lighthouse", async () => {
    const context = await open();
    try {
      await audit("first visit, phone", "mobile", false);
      await audit("first visit, desktop", "desktop", false);
      const page = await context.newPage();
      await page.goto(world.origin);
      await page.getByTestId("enrol-code").fill(world.enrolmentCode("NYC1"));
      await enrol(page, "sam");
      await page.locator("[data-testid=catalog-status][data-phase=ready]").waitFor();
      await page.close();
      await audit("selling, phone", "mobile", true);
      await audit("selling, desktop", "desktop", true);
    } finally {
      await context.close();
    }
  });

  test("slow 3G, a mid-range phone", async () => {
    const line = await slowLine(world.port, slow3G);
    try {
      for (let run = 1; run <= 3; run++) {
        const context = await open();
        const page = await context.newPage();
        const cdp = await context.newCDPSession(page);
        await cdp.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
        const origin = `http://localhost:${line.port}`;
        const first = await page.goto(origin, { waitUntil: "commit" }).then(() => interactive(page));
        // Once the service worker has everything, a visit needs the line no more.
        await page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state);
        const repeat = await page.reload({ waitUntil: "commit" }).then(() => interactive(page));
        console.log(`slow 3G, CPU slowed ${slowdown} times, run ${run}: first ${seconds(first)} (goal 5 s), repeat ${seconds(repeat)} (goal 2 s)`);
        await context.close();
      }
    } finally {
      line.close();
    }
  });

  async function audit(what: string, formFactor: "mobile" | "desktop", keep: boolean): Promise<void> {
    const screenEmulation = formFactor === "mobile" ? { mobile: true, width: 412, height: 823, deviceScaleFactor: 1.75 } : { mobile: false, width: 1350, height: 940, deviceScaleFactor: 1 };
    const throttling = formFactor === "mobile" ? {} : { throttling: { rttMs: 40, throughputKbps: 10_240, cpuSlowdownMultiplier: 1 } };
    const run = await lighthouse(world.origin, { port: debuggingPort, output: "json", logLevel: "error", onlyCategories: [...categories], formFactor, screenEmulation: { ...screenEmulation, disabled: false }, disableStorageReset: keep, ...throttling } as never);
    const report = run!.lhr;
    const scores = categories.map((id) => `${id} ${Math.round((report.categories[id]?.score ?? 0) * 100)}`);
    const times = ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift", "interactive"].map((id) => `${id} ${report.audits[id]?.displayValue ?? "?"}`);
    console.log(`Lighthouse, ${what}: ${scores.join(", ")} (goals 95, 100, 100); ${times.join(", ")}`);
    for (const id of categories) {
      for (const ref of report.categories[id]?.auditRefs ?? []) {
        const found = report.audits[ref.id];
        if (found && found.score !== null && found.score < 1 && ref.weight > 0) console.log(`  ${ref.id}: ${found.score} ${found.displayValue ?? ""} ${found.title}`);
      }
    }
  }
});

const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;

/** When the first screen takes what a person types, in milliseconds since the navigation began. */
async function interactive(page: import("playwright-core").Page): Promise<number> {
  await page.getByTestId("enrol-code").waitFor({ timeout: 60_000 });
  return page.evaluate(() => {
    const input = document.querySelector<HTMLInputElement>("[data-testid=enrol-code]")!;
    input.focus();
    return new Promise<number>((done) => {
      // A task that is run in time says that the page would answer.
      requestAnimationFrame(() => setTimeout(() => done(performance.now())));
    });
  });
}
