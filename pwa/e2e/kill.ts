import type { Browser } from "playwright-core";
import { eventually } from "./harness";

/**
 * kill -9 of everything in which a browser runs pages: nothing gets a chance to tidy up. Resolves when the browser knows of it, or it
 * would put the next page into a process that is gone.
 */
export async function killPages(browser: Browser): Promise<void> {
  const cdp = await browser.newBrowserCDPSession();
  const renderers = async () => (await cdp.send("SystemInfo.getProcessInfo")).processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
  const killed = await renderers();
  for (const id of killed) process.kill(id, "SIGKILL");
  await eventually("the browser knows that its pages are gone", async () => !(await renderers()).some((id) => killed.includes(id)));
  await cdp.detach();
}
