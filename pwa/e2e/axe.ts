import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";

interface Violation {
  id: string;
  nodes: { html: string }[];
}

/** What axe finds against WCAG 2.2 AA on a page; empty when it finds nothing. */
export async function axeFaults(page: Page): Promise<string[]> {
  await page.evaluate(await readFile(new URL("../node_modules/axe-core/axe.min.js", import.meta.url), "utf8"));
  return page.evaluate(async () => {
    const { run } = (window as unknown as { axe: { run(options: object): Promise<{ violations: Violation[] }> } }).axe;
    const { violations } = await run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] });
    return violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(" | ")}`);
  });
}
