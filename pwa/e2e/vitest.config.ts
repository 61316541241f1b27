import { defineConfig } from "vitest/config";
import type { TestCase } from "vitest/node";

// Everything that needs a browser, over the stub (test/browser) and over the gateway (e2e). Each file has servers and a browser of its
// own, and most of the time waits for something: more files at once than there are cores keep these busy.
export default defineConfig({
  cacheDir: "node_modules/.vite",
  test: {
    root: `${import.meta.dirname}/..`,
    include: ["e2e/*.e2e.ts", "test/browser/*.test.ts"],
    testTimeout: 180_000,
    hookTimeout: 90_000,
    maxWorkers: 4,
    // On a busy machine the browser's driver may come too late ("locator.click: Timeout"), or a whole story, which says nothing of the
    // register, once. What a story finds wrong is wrong.
    retry: { count: 1, condition: /^\w+\.\w+: |^Test timed out/ },
    reporters: ["default", { onTestCaseResult: tellRetries }],
    // On a busy machine what is waited for may come late. One second, as it is otherwise, is no limit of ours.
    expect: { poll: { timeout: 20_000 } },
  },
});

/** Prints what made a story that passed in the end run again. */
function tellRetries(story: TestCase): void {
  const result = story.result();
  if (result.state === "passed") for (const error of result.errors ?? []) console.log(`again: ${story.fullName}\n${error.stack ?? error.message}`);
}
