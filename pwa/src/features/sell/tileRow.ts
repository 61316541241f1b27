import type { Item } from "../../domain/product";
import { type Grid, gap, rowAt } from "./gridWindow";
import { type Money, Tile, make, px } from "./tile";
import { TilePicture } from "./tilePicture";
import type { ProductList } from "./useProducts";

/** A row of tiles. It keeps to itself: when it becomes another, the browser lays out and draws nothing else. */
export class TileRow {
  readonly element = make("div", "absolute inset-x-0 top-0 flex [contain:strict]");
  private tiles: Tile[] = [];
  private shown = 0;
  private grid: Grid | null = null;
  private list: ProductList | null = null;
  private money: Money | null = null;
  private row = -1;

  /** arrived is called when there are pictures to put up. */
  constructor(private readonly arrived: () => void) {}

  /** Whether the keyboard is here. */
  get focused(): boolean {
    return this.element.contains(document.activeElement);
  }

  /** Whether it is that row of a list of that name, as it fits, and has a tile for each of its products. */
  isOf(grid: Grid, row: number, list: ProductList): boolean {
    return grid === this.grid && row === this.row && list.name === this.list?.name && this.shown === tilesOf(grid, row, list);
  }

  /** Whether it shows a list as it is now. */
  isNow(list: ProductList, money: Money): boolean {
    return this.list === list && this.money === money;
  }

  /** Becomes a row of a list. */
  show(grid: Grid, row: number, list: ProductList, money: Money): void {
    const { style } = this.element;
    if (grid !== this.grid) [style.height, style.columnGap] = [px(grid.height), px(gap)];
    if (grid !== this.grid || row !== this.row) style.transform = `translateY(${px(rowAt(grid, row))})`;
    [this.grid, this.row, this.list, this.money] = [grid, row, list, money];
    const first = row * grid.columns;
    this.keep(tilesOf(grid, row, list));
    for (let column = 0; column < this.shown; column++) {
      const tile = this.tiles[column]!;
      tile.fit(grid);
      tile.count(first + column, list.total);
      tile.show(list.items[first + column]!, money);
    }
  }

  /** The pictures that there is something to do for. */
  *waiting(): Generator<TilePicture> {
    for (const { picture } of this.tiles.slice(0, this.shown)) if (picture.waits) yield picture;
  }

  /** The product whose tile it is; null when it is none of this row. */
  itemAt(tile: Element | null): Item | null {
    return this.tiles.find(({ element }) => element === tile)?.item ?? null;
  }

  /** Has as many tiles on the page as that. */
  private keep(count: number): void {
    for (; this.shown > count; this.shown--) this.tiles[this.shown - 1]!.element.remove();
    for (; this.shown < count; this.shown++) {
      const tile = (this.tiles[this.shown] ??= new Tile(new TilePicture(this.arrived)));
      this.element.append(tile.element);
    }
  }
}

/** How many tiles a row of a list has. */
function tilesOf({ columns }: Grid, row: number, { items }: ProductList): number {
  return Math.min(columns, items.length - row * columns);
}
