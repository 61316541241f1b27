const name = "tillway-front";
let inFront = 0;

/** Tells all tabs of this browser that something is open in front of this one's screen, until the returned function is called. */
export function takeFront(): () => void {
  inFront++;
  const free = holdTabs();
  return () => {
    inFront--;
    free();
  };
}

/** Tells all tabs of this browser that this one must not be left, until the returned function is called. */
export function holdTabs(): () => void {
  const over = new AbortController();
  const held = () =>
    new Promise<void>((done) => {
      if (over.signal.aborted) done();
      over.signal.addEventListener("abort", () => done());
    });
  // Called off before it was granted: then it is given up.
  void navigator.locks?.request(name, { mode: "shared", signal: over.signal }, held).catch(() => undefined);
  return () => over.abort();
}

/** Whether something is open in front of this tab's screen. */
export function isInFront(): boolean {
  return inFront > 0;
}

/** Does work while no tab must be left as it is; nothing otherwise. */
export async function unlessHeld(work: () => void): Promise<void> {
  await navigator.locks.request(name, { ifAvailable: true }, (lock) => lock && work());
}
