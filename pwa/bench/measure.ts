import { readFileSync, readdirSync } from "node:fs";
import type { Browser, CDPSession, Page } from "playwright-core";

/** The value that 95 of 100 do not exceed. */
export function p95(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * 0.95) - 1)] ?? Number.NaN;
}

/** How long something took: as it was seen, and with the worker's share counted four times as well. */
export interface Took {
  seen: number;
  strict: number;
}

/** How much slower than this machine the figures are for. */
export const slowdown = 4;

/**
 * A tab under measurement. The browser slows only the page's own thread, so what the catalog worker computes is read from
 * the system and added three times more.
 */
export class Tab {
  private pid = 0;

  private constructor(
    readonly page: Page,
    private readonly cdp: CDPSession,
    private readonly browser: Browser,
  ) {}

  static async open(browser: Browser, page: Page): Promise<Tab> {
    return new Tab(page, await page.context().newCDPSession(page), browser);
  }

  /** Finds the process that the tab runs in: the one whose catalog worker is busiest. The page must be open. */
  async locate(): Promise<void> {
    const whole = await this.browser.newBrowserCDPSession();
    const { processInfo } = await whole.send("SystemInfo.getProcessInfo");
    await whole.detach();
    const pids = processInfo.filter((one) => one.type === "renderer").map((one) => one.id);
    this.pid = pids.sort((a, b) => workerTime(b) - workerTime(a))[0] ?? 0;
  }

  /** Slows the page, or lets it run. */
  async slow(on: boolean): Promise<void> {
    await this.cdp.send("Emulation.setCPUThrottlingRate", { rate: on ? slowdown : 1 });
  }

  /** Private memory of the tab's process in bytes, after a collection of garbage. */
  async memory(): Promise<number> {
    await this.cdp.send("HeapProfiler.collectGarbage");
    const status = readFileSync(`/proc/${this.pid}/status`, "utf8");
    return Number(/RssAnon:\s+(\d+)/.exec(status)?.[1]) * 1024;
  }

  /** Runs an action that answers how long it took by the page's clock. */
  async time(action: () => Promise<number>): Promise<Took> {
    const before = workerTime(this.pid);
    const seen = await action();
    return { seen, strict: seen + (slowdown - 1) * (workerTime(this.pid) - before) };
  }

  /** As time, for an action that opened the page anew, with a worker that has done nothing before. */
  async timeOpening(action: () => Promise<number>): Promise<Took> {
    const seen = await action();
    await this.locate();
    return { seen, strict: seen + (slowdown - 1) * workerTime(this.pid) };
  }

  /** A click where something is. The page does nothing for it but what a finger would make it do. */
  async press(testId: string): Promise<void> {
    const box = await this.page.getByTestId(testId).boundingBox();
    if (!box) throw new Error(`${testId} is not on the screen`);
    await this.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  }

  /** Keys as a wedge scanner sends them, 2 ms apart by their own times, ended by Enter. */
  async scan(code: string): Promise<void> {
    const begun = Date.now() / 1000;
    for (const [i, key] of [...code, "Enter"].entries()) {
      const text = key === "Enter" ? "\r" : key;
      await this.cdp.send("Input.dispatchKeyEvent", { type: "keyDown", key, text, timestamp: begun + i * 0.002 });
      await this.cdp.send("Input.dispatchKeyEvent", { type: "keyUp", key, timestamp: begun + i * 0.002 + 0.001 });
    }
  }
}

/** Milliseconds that the workers of a process have computed so far. */
function workerTime(pid: number): number {
  if (pid === 0) return 0;
  const threads = readdirSync(`/proc/${pid}/task`).map((id) => `/proc/${pid}/task/${id}`);
  const workers = threads.filter((thread) => readFileSync(`${thread}/comm`, "utf8").startsWith("DedicatedWorker"));
  return workers.reduce((sum, thread) => sum + Number(readFileSync(`${thread}/schedstat`, "utf8").split(" ")[0]) / 1e6, 0);
}

/** What the page notes down about itself. */
export interface Probe {
  longTasks: number[];
  /** Answers when a selector first matches, in milliseconds from the next key or click until the frame after it was drawn. */
  until(selector: string): Promise<number>;
  /** As until, but until the text of what matches was on the screen, as the browser tells of it: painted, rastered and put there. */
  seen(selector: string): Promise<number>;
}

declare global {
  interface Window {
    probe: Probe;
  }
}

/** Runs in the page before anything else does. */
export function installProbe(): void {
  const longTasks: number[] = [];
  new PerformanceObserver((list) => longTasks.push(...list.getEntries().map((e) => e.duration))).observe({ type: "longtask" });
  let began = 0;
  const note = (event: Event) => {
    // The times of injected keys are their own; this is when the page's thread could have begun.
    if (event instanceof KeyboardEvent ? event.key === "Enter" || event.key.length === 1 : true) began = performance.now();
  };
  window.addEventListener("keydown", note, { capture: true });
  window.addEventListener("pointerup", note, { capture: true });
  const until = (selector: string) =>
    new Promise<number>((done) => {
      const check = () => {
        if (!document.querySelector(selector)) return;
        observer.disconnect();
        requestAnimationFrame(() => {
          const after = new MessageChannel();
          after.port1.onmessage = () => done(performance.now() - began);
          after.port2.postMessage(0);
        });
      };
      const observer = new MutationObserver(check);
      observer.observe(document, { subtree: true, childList: true, attributes: true });
      check();
    });
  const seen = (selector: string) =>
    new Promise<number>((done) => {
      const texts = new PerformanceObserver((list) => {
        texts.disconnect();
        done(Math.max(...list.getEntries().map((entry) => (entry as PerformanceEntry & { renderTime: number }).renderTime)) - began);
      });
      texts.observe({ type: "element" });
      const check = () => {
        const found = document.querySelector(selector);
        if (!found) return;
        observer.disconnect();
        // Before the frame that shows them, so that the browser times their first painting.
        for (const each of [found, ...found.querySelectorAll("*")]) {
          if (each.firstChild?.nodeType === Node.TEXT_NODE) each.setAttribute("elementtiming", "wanted");
        }
      };
      const observer = new MutationObserver(check);
      observer.observe(document, { subtree: true, childList: true, attributes: true });
      check();
    });
  window.probe = { longTasks, until, seen };
}
