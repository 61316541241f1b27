import type { MediaType } from "../domain/picture";

/** The bytes as base64 with padding. */
export function base64(bytes: Uint8Array): Promise<string> {
  return new Promise((done, fail) => {
    const reader = new FileReader();
    reader.onerror = () => fail(reader.error ?? new Error("unreadable"));
    reader.onload = () => {
      const url = reader.result as string;
      done(url.slice(url.indexOf(",") + 1));
    };
    reader.readAsDataURL(new Blob([bytes as BlobPart]));
  });
}

/** What a picture is to fit: pixels, 0 where nothing bounds them, and bytes. Browsers cannot write GIFs. */
export interface Fit {
  type: Exclude<MediaType, "image/gif">;
  width: number;
  height: number;
  bytes: number;
}

const quality = 0.85;
const smaller = 0.75;
const mostTries = 16;

/** The picture, drawn anew so that it fits; null when that cannot be, or it is no picture. */
export async function fitPicture(bytes: Uint8Array, { type, width, height, bytes: most }: Fit): Promise<Uint8Array | null> {
  const picture = await createImageBitmap(new Blob([bytes as BlobPart])).catch(() => null);
  if (!picture) return null;
  let scale = Math.min(1, (width || Infinity) / picture.width, (height || Infinity) / picture.height);
  try {
    for (let tries = 0; tries < mostTries; tries++, scale *= smaller) {
      const drawn = await draw(picture, Math.max(1, Math.floor(picture.width * scale)), Math.max(1, Math.floor(picture.height * scale)), type);
      if (drawn && drawn.size <= most) return new Uint8Array(await drawn.arrayBuffer());
    }
    return null;
  } finally {
    picture.close();
  }
}

function draw(picture: ImageBitmap, width: number, height: number, type: Fit["type"]): Promise<Blob | null> {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d");
  if (!context) return Promise.resolve(null);
  if (type === "image/jpeg") {
    // Which knows nothing of transparency, and makes black of it.
    context.fillStyle = "white";
    context.fillRect(0, 0, width, height);
  }
  context.drawImage(picture, 0, 0, width, height);
  return new Promise((done) => canvas.toBlob(done, type, quality));
}
