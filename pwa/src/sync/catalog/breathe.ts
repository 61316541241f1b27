/** How long the worker may work before it looks for waiting messages. */
export const sliceMs = 6;

/** Lets waiting messages in: a scan must not wait for a download. */
export function breathe(): Promise<void> {
  return new Promise((resume) => setTimeout(resume, 0));
}
