import { inNextTurn } from "../../domain/turn";

/** How long the worker may work before it looks for waiting messages. */
export const sliceMs = 4;

/** Lets waiting messages in: a scan must not wait for a download. */
export function breathe(): Promise<void> {
  return new Promise(inNextTurn);
}

/** For how long after a question of somebody who sells the rest stands still. */
export const sellingMs = 150;

/** Lets those who sell go first: what follows from their questions, storing and drawing the order, needs the device as well. */
export class Courtesy {
  private until = 0;

  /** Somebody sells. */
  note(): void {
    this.until = performance.now() + sellingMs;
  }

  /** Whether somebody sells just now. */
  get selling(): boolean {
    return performance.now() < this.until;
  }

  /** Lets waiting messages in, and waits while somebody sells; one who never stops holds work up, but does not end it. */
  async rest(): Promise<void> {
    await breathe();
    const left = this.until - performance.now();
    if (left > 0) await new Promise((wake) => setTimeout(wake, left));
  }
}

/** Does work of many small steps, and rests in between. */
export async function inSlices<T>(steps: Generator<void, T>, rest: () => Promise<void>): Promise<T> {
  let since = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - since < sliceMs) continue;
    await rest();
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

/** Does what it is handed one after another; a failure is only the business of whoever handed it in. */
export function inTurn(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
}
