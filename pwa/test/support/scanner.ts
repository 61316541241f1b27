import type { Page } from "playwright-core";

/**
 * Types as a wedge scanner, or as fast fingers: keys gap milliseconds apart by their own times, so that a busy machine does not make a
 * slow typist of it. None waits for the one before: between two that come late the register would hear the silence after a code.
 */
export async function scanInto(page: Page, code: string, ends = ["Enter"], gap = 2): Promise<void> {
  const keyboard = await page.context().newCDPSession(page);
  const begun = Date.now() / 1000;
  const sent = [...code, ...ends].flatMap((key, i) => {
    const text = key === "Enter" ? "\r" : key === "Tab" ? "\t" : key;
    return [
      keyboard.send("Input.dispatchKeyEvent", { type: "keyDown", key, code: key, windowsVirtualKeyCode: { Enter: 13, Tab: 9 }[key] ?? 0, text, timestamp: begun + (i * gap) / 1000 }),
      keyboard.send("Input.dispatchKeyEvent", { type: "keyUp", key, timestamp: begun + (i * gap + 1) / 1000 }),
    ];
  });
  await Promise.all(sent);
  await keyboard.detach();
}
