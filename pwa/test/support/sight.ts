import type { Page } from "playwright-core";

/** The share of an element that is within the screen and all that scrolls it, from 0 to 1. */
export function inSight(page: Page, testId: string): Promise<number> {
  const share = (element: Element) =>
    new Promise<number>((tell) => {
      const observer = new IntersectionObserver(([entry]) => (observer.disconnect(), tell(entry!.intersectionRatio)));
      observer.observe(element);
    });
  return page.getByTestId(testId).evaluate(share);
}
