import { writeFileSync } from "node:fs";

/** A picture in shades of grey: 0 is black, 255 white. */
export interface Picture {
  width: number;
  height: number;
  at(x: number, y: number): number;
}

/** A bar code, from the widths of its bars and gaps, in the middle of a picture. */
export function bars(widths: readonly number[], width = 640, height = 480, module = 3): Picture {
  const ends = widths.map((_, i) => widths.slice(0, i + 1).reduce((sum, each) => sum + each, 0) * module);
  const left = Math.floor((width - ends.at(-1)!) / 2);
  const black = (x: number) => {
    const bar = ends.findIndex((end) => x - left < end);
    return x >= left && bar >= 0 && bar % 2 === 0;
  };
  return { width, height, at: (x, y) => (y > height / 4 && y < (height * 3) / 4 && black(x) ? 0 : 255) };
}

/** A square code, from its modules by row, in the middle of a picture. */
export function squares(size: number, dark: (column: number, row: number) => boolean, width = 640, height = 480): Picture {
  const module = Math.floor((height - 40) / size);
  const [left, top] = [Math.floor((width - size * module) / 2), Math.floor((height - size * module) / 2)];
  return {
    width,
    height,
    at: (x, y) => {
      const [column, row] = [Math.floor((x - left) / module), Math.floor((y - top) / module)];
      return column >= 0 && row >= 0 && column < size && row < size && dark(column, row) ? 0 : 255;
    },
  };
}

/** Writes pictures as a film that Chromium takes for its camera's (YUV4MPEG2), each shown for half a second, over and over. */
export function film(path: string, pictures: readonly Picture[]): void {
  const { width, height } = pictures[0]!;
  const frames = pictures.map(({ at }) => {
    const frame = Buffer.alloc(width * height * 1.5, 128);
    for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) frame[y * width + x] = at(x, y);
    return frame;
  });
  const parts: Buffer[] = [Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`)];
  for (const frame of frames) for (let i = 0; i < 5; i++) parts.push(Buffer.from("FRAME\n"), frame);
  writeFileSync(path, Buffer.concat(parts));
}
