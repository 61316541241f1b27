/** Has work wait until the page rests, so many milliseconds at most, or until the returned function calls it off. */
export function whenIdle(work: () => void, longestMs = 5_000): () => void {
  if (!("requestIdleCallback" in window)) {
    const timer = setTimeout(work, longestMs / 5);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(work, { timeout: longestMs });
  return () => cancelIdleCallback(handle);
}
