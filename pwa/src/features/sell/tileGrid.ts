import type { Item } from "../../domain/product";
import { type Fit, type Range, around, cut, fitOf, heightOf, mostRows, nearer, seenOf } from "./gridWindow";
import { Later } from "./later";
import { Pace, farAhead, typingMs } from "./pace";
import { type Money, px } from "./tile";
import { walkTiles } from "./tileKeys";
import { TilePool } from "./tilePool";
import type { ProductList } from "./useProducts";

/** As many products are known beyond what is drawn. */
const reserve = 100;

const nothing: ProductList = { name: "", words: "", items: [], total: 0 };

/** What the grid tells of. */
export interface Told {
  chosen(item: Item): void;
  /** The end of what is listed comes near. */
  ends(): void;
}

/**
 * Draws the part of a long list that is near what is seen, in an element that its parent scrolls. Words come first; pictures, and rows
 * that are not seen yet, follow a few in a frame, so that no frame has much to do, and far ahead, so that little is left to do while it
 * is scrolled. What the catalog has changed comes when nobody does anything: no tile becomes another below a finger.
 */
export class TileGrid {
  private list = nothing;
  private money: Money = { currency: "", locale: "" };
  private fit: Fit = { grid: { columns: 2, width: 0, height: 0 }, top: 0, seen: 0 };
  private range: Range = { from: 0, to: 0 };
  private scrolled = 0;
  private readonly pace = new Pace();
  private arrived = false;
  private readonly later = new Later();
  private readonly pool: TilePool;
  private readonly outer: HTMLElement;
  private readonly over = new AbortController();

  /** place is empty and has a parent; it is the grid's until close. */
  constructor(
    private readonly place: HTMLElement,
    private readonly told: Told,
  ) {
    this.pool = new TilePool(place, () => {
      this.arrived = true;
      if (this.later.idle) this.later.inFrame(() => this.look());
    });
    this.outer = place.parentElement!;
    const { signal } = this.over;
    const resized = new ResizeObserver(() => this.measure() && this.redraw(false));
    resized.observe(this.outer);
    signal.addEventListener("abort", () => resized.disconnect());
    const scroll = () => {
      this.scrolled = this.outer.scrollTop;
      this.pace.scrolled();
      if (this.range !== this.next()) this.look();
      else if (this.later.idle) this.whenCalm();
    };
    this.outer.addEventListener("scroll", scroll, { passive: true, signal });
    const choose = (item: Item | null) => item && told.chosen(item);
    place.addEventListener("click", (event) => choose(this.pool.itemAt(event.target as Element)), { signal });
    // The line of a scan waits for no rows.
    document.addEventListener("keydown", () => this.pace.acted(), { capture: true, signal });
    walkTiles(place, signal);
  }

  /** Takes the list as it is now. One of another name begins at its top. While the device is busy, rows far from what is seen are left for later. */
  show(list: ProductList, money: Money, busy: boolean): void {
    this.pace.busy = busy;
    const another = list.name !== this.list.name;
    if (another) this.pace.acted();
    this.list = list;
    if (money.currency !== this.money.currency || money.locale !== this.money.locale) this.money = money;
    this.place.dataset.query = list.words;
    if (this.fit.seen > 0 || this.measure()) this.redraw(another);
  }

  /** Somebody has asked for another list: until show takes it, nothing else is done. */
  hold(): void {
    this.later.hold();
  }

  /** Takes everything down. */
  close(): void {
    this.over.abort();
    this.hold();
    this.place.replaceChildren();
  }

  /** Asks for sizes, which lays the page out there and then: not while somebody scrolls or types. True when they are others now. */
  private measure(): boolean {
    const { place, outer, fit } = this;
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const now = fitOf(fit, place.clientWidth, rem, place.offsetTop, outer.clientHeight);
    if (now.seen === 0 || now === fit) return false; // Not on the screen, or as it was.
    this.fit = now;
    this.scrolled = outer.scrollTop;
    return true;
  }

  /** Draws what is seen as it is now; the rest, and pictures, when that is on the screen. */
  private redraw(another: boolean): void {
    const { fit, list, pool } = this;
    this.place.style.height = px(heightOf(fit.grid, list.items.length));
    this.range = another ? { from: 0, to: 0 } : cut(this.range, fit, list.items.length);
    if (another) this.scrolled = 0;
    if (another) pool.startAgain();
    this.draw(0, true); // No more at first: somebody waits for it.
    if (another && list.words !== "") this.later.after(typingMs, () => this.look());
    else this.later.afterFrame(() => this.look());
  }

  /** Draws what is seen; then pictures, then a little of what is near, each in frames of their own. */
  private look(): void {
    this.later.stop();
    if (this.fit.seen === 0) return;
    const { pool, list, money, pace, fit: { grid } } = this;
    // Who scrolls sees rows that are near before they see the pictures of others.
    const seen = this.draw(pace.still ? 0 : 1) || pool.putPictures() || (pace.calm && pool.renew(list, money, grid));
    const busy = seen || (pace.still && (this.draw(1) || pool.settle(1)));
    this.arrived = false;
    if (pace.still && busy) this.later.inFrame(() => this.look());
    else if (!pace.calm) this.whenCalm();
    if (list.items.length < list.total && this.range.to * grid.columns + reserve > list.items.length) this.told.ends();
  }

  /** Goes on when nobody does anything, and now and then before it where files of pictures have arrived. */
  private whenCalm(): void {
    this.later.after(this.pace.again, () => (this.pace.calm || this.arrived ? this.look() : this.whenCalm()));
  }

  /** The rows to have drawn next, so many more than what is seen; the same object as now when nothing is left to do. */
  private next(step = 1): Range {
    const { fit, list, scrolled } = this;
    const seen = seenOf(fit, list.items.length, scrolled);
    return nearer(this.range, seen, around(fit, list.items.length, seen, this.pace.ahead), step, mostRows(fit, farAhead));
  }

  /** Draws those rows; false when they are there, and as they should be. */
  private draw(step: number, anew = false): boolean {
    const next = this.next(step);
    if (next === this.range && !anew) return false;
    this.pool.draw(next, this.list, this.money, this.fit.grid, mostRows(this.fit, farAhead));
    this.range = next;
    return true;
  }
}
