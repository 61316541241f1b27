/** How long the worker may work before it looks for waiting messages. */
export const sliceMs = 4;

/** Lets waiting messages in: a scan must not wait for a download. A message of its own, as timers are held back when they follow one another. */
export function breathe(): Promise<void> {
  return new Promise((resume) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resume();
    };
    port2.postMessage(0);
  });
}

/** Does work of many small steps, and lets messages in between. */
export async function inSlices<T>(steps: Generator<void, T>): Promise<T> {
  let since = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - since < sliceMs) continue;
    await breathe();
    since = performance.now();
  }
}

/** Does the same at one go. */
export function atOnce<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
