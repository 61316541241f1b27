import type { Page } from "playwright-core";

/** What was seen of the products while they were scrolled: in how many frames, and where in them nothing stood that should. */
export interface Gaps {
  frames: number;
  gaps: number;
}

declare global {
  interface Window {
    gaps: Gaps;
  }
}

/** Has a page look, in each frame from now on, whether all of the product list that is in sight has tiles with words, in full rows. */
export async function watchGaps(page: Page): Promise<void> {
  await page.evaluate(() => {
    const place = document.querySelector("[data-query]")!;
    const outer = place.parentElement!;
    const seen = (window.gaps = { frames: 0, gaps: 0 });
    let before = outer.scrollTop;
    let columns = 0;
    const look = () => {
      const [all, list] = [outer.getBoundingClientRect(), place.getBoundingClientRect()];
      const tiles = Array.from(place.querySelectorAll("[role=listitem]"), (tile) => ({ box: tile.getBoundingClientRect(), named: tile.textContent !== "" }));
      // Rows are 12 pixels apart: a point is in one, or the point 20 below it is.
      for (let y = Math.max(all.top, list.top) + 1; y < Math.min(all.bottom, list.bottom) - 20; y += 50) {
        if (![y, y + 20].some((at) => tiles.some(({ box, named }) => named && box.top <= at && at <= box.bottom))) seen.gaps++;
      }
      for (const row of place.children) {
        const { top, bottom } = row.getBoundingClientRect();
        columns = Math.max(columns, row.children.length);
        // The last one may be shorter.
        if (bottom > all.top && top < all.bottom && bottom < list.bottom - 20 && row.children.length < columns) seen.gaps++;
      }
      if (outer.scrollTop !== before) seen.frames++;
      before = outer.scrollTop;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}

/** What was seen since watchGaps. */
export function gapsSeen(page: Page): Promise<Gaps> {
  return page.evaluate(() => window.gaps);
}
