import type { Browser } from "playwright-core";
import { Tab, type Took, installProbe } from "./measure";

/** What a page must do at least to answer a scan: ask a worker, and put up one line of text. */
function bareRegister(): void {
  document.body.innerHTML = "<ul></ul>";
  const worker = new Worker(URL.createObjectURL(new Blob(["onmessage = ({ data }) => postMessage(data)"])));
  let code = "";
  addEventListener("keydown", ({ key }: KeyboardEvent) => {
    if (key !== "Enter") {
      code += key;
      return;
    }
    worker.postMessage(code);
    code = "";
  });
  worker.onmessage = ({ data }: MessageEvent<string>) => {
    const line = document.createElement("li");
    line.dataset.testid = `line-${data}`;
    line.textContent = data;
    document.querySelector("ul")!.prepend(line);
  };
}

/** How long so many scans take on a page that does nothing else: what the machine, the browser and the measuring cost. */
export async function scanBare(browser: Browser, count: number): Promise<Took[]> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  await context.addInitScript(installProbe);
  const page = await context.newPage();
  const tab = await Tab.open(browser, page);
  await page.goto("about:blank");
  await page.evaluate(bareRegister);
  await tab.slow(true);
  const all: Took[] = [];
  for (let i = 0; i < count; i++) {
    const code = String(4006381300000 + i);
    const shown = page.evaluate((selector) => window.probe.seen(selector), `[data-testid=line-${code}]`);
    await tab.scan(code);
    const seen = await shown;
    all.push({ seen, strict: seen });
    await page.waitForTimeout(120);
  }
  await context.close();
  return all;
}
