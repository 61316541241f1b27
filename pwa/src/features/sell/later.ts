/** One thing that is to be done later, in place of what was before; nobody waits for it. */
export class Later {
  private frame = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private held = false;

  /** Whether nothing is to come, and nothing keeps it from coming. */
  get idle(): boolean {
    return this.frame === 0 && this.timer === undefined && !this.held;
  }

  /** Before the next frame is drawn. */
  inFrame(step: () => void): void {
    this.stop();
    this.frame = requestAnimationFrame(step);
  }

  /** When the next frame has been drawn. */
  afterFrame(step: () => void): void {
    this.inFrame(() => this.inFrame(step));
  }

  /** Before the first frame after so many milliseconds is drawn: what is done between frames adds to what the next one has to do. */
  after(ms: number, step: () => void): void {
    this.stop();
    this.timer = setTimeout(() => this.inFrame(step), ms);
  }

  /** Not at all; after hold, not before something else is to be done. */
  stop(): void {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.timer);
    [this.frame, this.timer, this.held] = [0, undefined, false];
  }

  hold(): void {
    this.stop();
    this.held = true;
  }
}
