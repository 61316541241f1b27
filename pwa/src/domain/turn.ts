const waiting: (() => void)[] = [];
let channel: MessageChannel | undefined;

/**
 * Does work in a turn of its own, as soon as can be: waiting messages come first, and from within a frame its drawing. By a message, as
 * timers are held back when they follow one another.
 */
export function inNextTurn(work: () => void): void {
  waiting.push(work);
  // One for all: making one costs as much as a small frame.
  if (!channel) {
    channel = new MessageChannel();
    channel.port1.onmessage = () => waiting.shift()?.();
  }
  channel.port2.postMessage(0);
}

/** Does work as soon as the next frame has been drawn. */
export function whenDrawn(work: () => void): void {
  requestAnimationFrame(() => inNextTurn(work));
}
