import type { Display } from "../domain/display";

const channelName = "tillway-display";

type Message = { tell: Display } | { ask: true };

/** Tells customer displays of this device what to show. Of several tabs the one in front speaks. */
export class DisplayFeed {
  private readonly channel = new BroadcastChannel(channelName);
  private readonly over = new AbortController();
  private last: Display | null = null;

  constructor() {
    this.channel.onmessage = ({ data }: MessageEvent<Message>) => {
      if ("ask" in data) this.tell();
    };
    document.addEventListener("visibilitychange", () => this.tell(), { signal: this.over.signal });
  }

  show(display: Display): void {
    this.last = display;
    this.tell();
  }

  /** Shows one thing more, and falls silent. */
  close(display: Display): void {
    this.show(display);
    this.over.abort();
    this.channel.close();
  }

  private tell(): void {
    if (this.last && document.visibilityState === "visible") this.channel.postMessage({ tell: this.last } satisfies Message);
  }
}

/** Hears what to show until the returned function is called, and asks for it at once. */
export function watchDisplay(show: (display: Display) => void): () => void {
  const channel = new BroadcastChannel(channelName);
  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if ("tell" in data) show(data.tell);
  };
  channel.postMessage({ ask: true } satisfies Message);
  return () => channel.close();
}
