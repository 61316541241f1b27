import { formatMoney } from "../../domain/money";
import type { Item } from "../../domain/product";
import { t } from "../../i18n/messages";
import type { Grid } from "./gridWindow";
import { TilePicture } from "./tilePicture";

/** How amounts are written. */
export interface Money {
  currency: string;
  locale: string;
}

const few = 5;
const badgeLook = "[grid-area:1/1] rounded-full bg-surface/95 px-2 py-0.5 text-xs font-medium shadow-xs";

/**
 * The tile of a product, to tap. It is no component: a tile becomes another product's by having its words changed, which happens for a
 * screenful at every key that is typed. It looks no different below a pointer: that would have it drawn anew as it scrolls by. Nothing in
 * it is positioned, and nothing clips: the browser would have hundreds of layers more to look at in many a frame.
 */
export class Tile {
  readonly element = make("div", "shrink-0");
  item: Item | null = null;
  private readonly button = make("button", "flex size-full flex-col rounded-2xl border border-line bg-surface text-start -outline-offset-3! active:scale-[0.985]");
  private readonly name = document.createTextNode("");
  private readonly price = document.createTextNode("");
  private readonly top = make("span", "grid");
  // Lines beyond the second are covered by the rest of the tile, and cut off by its row.
  private readonly names = make("span", "mx-3 mt-3 line-clamp-2 overflow-visible! text-sm leading-snug font-medium wrap-anywhere");
  private readonly rest = make("span", "flex flex-1 items-end rounded-b-[0.9375rem] bg-surface px-3 pb-3");
  private readonly prices = make("span", "text-sm font-semibold tabular-nums");
  private readonly stock = make("span", `${badgeLook} m-2 place-self-start text-warn`);
  private readonly options = make("span", `${badgeLook} me-2 mb-1 place-self-end text-ink`, t.sell.hasOptions);
  private readonly from = make("span", "me-1 text-xs font-normal text-muted", t.sell.from);
  private grid: Grid | null = null;
  private index = -1;
  private total = -1;
  private money: Money | null = null;

  constructor(readonly picture: TilePicture) {
    this.element.role = "listitem";
    this.button.type = "button";
    this.button.tabIndex = -1; // The grid is one stop.
    this.names.append(this.name);
    this.prices.append(this.price);
    this.rest.append(this.prices);
    this.top.append(picture.element);
    this.button.append(this.top, this.names, this.rest);
    this.element.append(this.button);
  }

  /** Whether the keyboard is here. */
  get focused(): boolean {
    return document.activeElement === this.button;
  }

  /** Becomes as wide as the columns of a grid. */
  fit(grid: Grid): void {
    if (grid !== this.grid) this.element.style.width = px(grid.width);
    this.grid = grid;
  }

  /** Tells where it is among all that were found, from 0. */
  count(index: number, total: number): void {
    if (index !== this.index) this.element.ariaPosInSet = String(index + 1);
    if (total !== this.total) this.element.ariaSetSize = String(total);
    [this.index, this.total] = [index, total];
  }

  /** Becomes a product's. What somebody reads is there at once; the file of its picture has to be put up. */
  show(item: Item, money: Money): void {
    if (item === this.item && money === this.money) return;
    [this.item, this.money] = [item, money];
    this.button.dataset.testid = `product-${item.sku}`;
    if (this.name.data !== item.name) this.name.data = item.name;
    const price = item.price === null ? "–" : formatMoney(item.price, money.currency, money.locale);
    if (this.price.data !== price) this.price.data = price;
    if (!item.priceFrom) this.from.remove();
    else if (!this.from.parentNode) this.prices.prepend(this.from);
    this.showStock(item);
    if (item.kind !== "configurable") this.options.remove();
    else if (!this.options.parentNode) this.top.append(this.options);
    this.picture.become(item.image, item.name);
  }

  private showStock({ stock }: Item): void {
    const rest = stock?.inStock && stock.salable !== null && stock.salable > 0 && stock.salable <= few ? stock.salable : null;
    const text = stock !== null && !stock.inStock ? t.sell.outOfStock : rest !== null ? t.sell.left(rest) : "";
    if (this.stock.textContent !== text) this.stock.textContent = text;
    if (!text) this.stock.remove();
    else if (!this.stock.parentNode) this.picture.element.after(this.stock);
  }
}

/** A length for a style. */
export const px = (length: number) => `${String(length)}px`;

/** An element that looks so, with a text in it. */
export function make<K extends keyof HTMLElementTagNameMap>(tag: K, look: string, text = ""): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  element.className = look;
  if (text) element.textContent = text;
  return element;
}
