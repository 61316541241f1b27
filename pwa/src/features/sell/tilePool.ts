import type { Item } from "../../domain/product";
import type { Grid, Range } from "./gridWindow";
import type { Money } from "./tile";
import { TileRow } from "./tileRow";
import type { ProductList } from "./useProducts";

/** So long, in milliseconds, a frame may be busy with what no scan should wait for. */
const busyMs = 2;
/** So many pictures are asked for or put up in a frame: a browser does that work afterwards, where no clock of ours sees it. */
const pictures = 2;

/** The rows of a part of a list. Those that fall out of it become others: making new ones costs a browser far more. */
export class TilePool {
  /** By their places in the list. */
  private rows = new Map<number, TileRow>();
  private spare: TileRow[] = [];
  /** Whether the order on the page is not that of the list, in which a screen reader meets them. */
  mixed = false;

  /** place is empty; it is the pool's from now on. arrived is called when there are pictures to put up. */
  constructor(
    private readonly place: HTMLElement,
    private readonly arrived: () => void,
  ) {}

  /** The rows that there are become the first of another list, where they stand. */
  startAgain(): void {
    this.rows = new Map(this.inOrder().map(([, row], i) => [i, row]));
  }

  /**
   * Puts up a range of a list, and keeps no more than so many rows for later. Those that show the list as it was do so until renew. A row
   * that becomes another stays where it is on the page until settle, as taking it out would have all of it laid out anew.
   */
  draw({ from, to }: Range, list: ProductList, money: Money, grid: Grid, most: number): void {
    for (const [index, row] of this.rows) {
      if (index >= from && index < to) continue;
      if (row.focused && index * grid.columns < list.items.length) {
        // Where the keyboard is, it stays.
        row.show(grid, index, list, money);
        continue;
      }
      this.rows.delete(index);
      this.spare.push(row);
    }
    for (let index = from; index < to; index++) {
      const there = this.rows.get(index);
      if (there?.isOf(grid, index, list)) continue;
      const row = there ?? this.spare.pop() ?? new TileRow(this.arrived);
      row.show(grid, index, list, money);
      if (there) continue;
      if (!row.element.parentNode) this.place.append(row.element);
      this.rows.set(index, row);
      this.mixed = true;
    }
    for (const row of this.spare) row.element.remove();
    this.spare.length = Math.min(this.spare.length, most);
  }

  /**
   * Brings the rows into their order on the page, so many at a time, around the one where the keyboard is: moved itself, it would lose it.
   * True when more are left.
   */
  settle(most: number): boolean {
    if (!this.mixed) return false;
    const rows = this.inOrder().map(([, row]) => row);
    const fixed = Math.max(0, rows.findIndex((row) => row.focused));
    let left = most;
    for (let i = fixed - 1; i >= 0; i--) {
      const [{ element }, next] = [rows[i]!, rows[i + 1]!.element];
      if (element.nextElementSibling === next) continue;
      if (left-- === 0) return true;
      next.before(element);
    }
    for (let i = fixed + 1; i < rows.length; i++) {
      const [{ element }, before] = [rows[i]!, rows[i - 1]!.element];
      if (element.previousElementSibling === before) continue;
      if (left-- === 0) return true;
      before.after(element);
    }
    this.mixed = false;
    return false;
  }

  /** Has rows show the list as it is now, from the first on, as long as a frame has time for it; true when it did something. */
  renew(list: ProductList, money: Money, grid: Grid): boolean {
    const end = performance.now() + busyMs;
    let done = false;
    for (const [index, row] of this.inOrder()) {
      if (row.isNow(list, money)) continue;
      if (done && performance.now() > end) return true;
      row.show(grid, index, list, money);
      done = true;
    }
    return done;
  }

  /** Asks for the files of some pictures, or puts them up; true when it did something. */
  putPictures(): boolean {
    let done = 0;
    for (const row of this.rows.values()) {
      for (const picture of row.waiting()) {
        picture.put();
        if (++done === pictures) return true;
      }
    }
    return done > 0;
  }

  /** The product whose tile a part of the page belongs to. */
  itemAt(part: Element): Item | null {
    const tile = part.closest("[role=listitem]");
    for (const row of this.rows.values()) {
      const item = row.itemAt(tile);
      if (item) return item;
    }
    return null;
  }

  private inOrder(): [number, TileRow][] {
    return [...this.rows].sort((a, b) => a[0] - b[0]);
  }
}
