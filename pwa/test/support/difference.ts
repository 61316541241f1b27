import type { Page } from "playwright-core";

/** A channel may differ by so much. */
const channel = 40;

/** The share of pixels in which two pictures differ; 1 when they are not of one size. A page, any, compares them. */
export async function difference(page: Page, one: Buffer, other: Buffer): Promise<number> {
  const pictures = [one, other].map((bytes) => `data:image/png;base64,${bytes.toString("base64")}`);
  return page.evaluate(
    async ([sources, most]) => {
      const [a, b] = await Promise.all(
        sources.map(async (source) => {
          const image = new Image();
          image.src = source;
          await image.decode();
          const canvas = new OffscreenCanvas(image.width, image.height);
          const context = canvas.getContext("2d")!;
          context.drawImage(image, 0, 0);
          return context.getImageData(0, 0, image.width, image.height);
        }),
      );
      if (a!.width !== b!.width || a!.height !== b!.height) return 1;
      let differing = 0;
      for (let i = 0; i < a!.data.length; i += 4) {
        if ([0, 1, 2].some((c) => Math.abs(a!.data[i + c]! - b!.data[i + c]!) > most)) differing++;
      }
      return differing / (a!.data.length / 4);
    },
    [pictures, channel] as const,
  );
}
