import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";

interface TraceEvent {
  name: string;
  ph: string;
  ts: number;
  /** Microseconds of the thread's own time. */
  tdur?: number;
  pid: number;
  tid: number;
  args?: { name?: string };
}

/** Scrolls the products down and halfway up again, as a wheel does. */
export async function scrollProducts(page: Page): Promise<void> {
  await page.mouse.move(400, 500);
  for (let i = 0; i < 150; i++) {
    await page.mouse.wheel(0, i < 100 ? 60 : -90);
    await page.waitForTimeout(16);
  }
}

/**
 * Scrolls the products and returns, for each frame, the milliseconds that the page's thread computed, times slowdown. The
 * page must not be slowed: a browser does that by keeping the thread busy, which takes the time from the threads that draw.
 */
export async function scrollWork(browser: Browser, page: Page, slowdown: number): Promise<number[]> {
  const path = join(tmpdir(), `tillway-scroll-${process.pid}.json`);
  await browser.startTracing(page, { path, categories: ["toplevel", "devtools.timeline"] });
  await scrollProducts(page);
  await browser.stopTracing();
  const { traceEvents } = JSON.parse(readFileSync(path, "utf8")) as { traceEvents: TraceEvent[] };
  rmSync(path);
  const frames = traceEvents.filter((event) => event.name === "AnimationFrame" && event.ph === "b").sort((a, b) => a.ts - b.ts);
  const busiest = frames[0];
  if (!busiest) throw new Error(`nothing was drawn while scrolling: no frame in the trace`);
  const own = frames.filter((event) => event.pid === busiest.pid && event.tid === busiest.tid);
  const tasks = traceEvents.filter((e) => e.ph === "X" && e.pid === busiest.pid && e.tid === busiest.tid && e.name === "ThreadControllerImpl::RunTask");
  if (tasks.length === 0) throw new Error("the trace holds no tasks");
  return own.slice(0, -1).map((frame, i) => {
    const until = own[i + 1]!.ts;
    const inside = tasks.filter((task) => task.ts >= frame.ts && task.ts < until);
    return (slowdown * inside.reduce((sum, task) => sum + (task.tdur ?? 0), 0)) / 1000;
  });
}
