import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";

interface Violation {
  id: string;
  nodes: { html: string; failureSummary: string }[];
}

/** What axe finds against WCAG 2.2 AA on a page; empty when it finds nothing. */
export async function axeFaults(page: Page): Promise<string[]> {
  await page.evaluate(await readFile(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8"));
  for (let looks = 1; ; looks++) {
    const { faults, changed } = await page.evaluate(look);
    if (faults.length === 0 || !changed || looks === 5) return faults;
  }
}

/** Runs in the page. What changes meanwhile, such as a button that something was waited for, axe may see half before and half after. */
async function look(): Promise<{ faults: string[]; changed: boolean }> {
  const { run } = (window as unknown as { axe: { run(options: object): Promise<{ violations: Violation[] }> } }).axe;
  // A transition changes what is seen, but nothing in the document.
  const transitions = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
  await Promise.allSettled(transitions.map((transition) => transition.finished));
  let changed = false;
  const changes = new MutationObserver(() => (changed = true));
  changes.observe(document, { attributes: true, characterData: true, childList: true, subtree: true });
  const { violations } = await run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] });
  changed ||= changes.takeRecords().length > 0;
  changes.disconnect();
  return { faults: violations.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.html.slice(0, 160)}: ${n.failureSummary}`).join(" | ")}`), changed };
}
