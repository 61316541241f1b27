import { type MediaType, endingsOf } from "./picture";
import type { CustomOption } from "./product";

/** What the first bytes of a picture tell of it, in pixels. */
export interface PictureFacts {
  mediaType: MediaType;
  width: number;
  height: number;
}

/** What is wrong with a picture for an option: no picture that Magento takes, another kind than the option takes, too many pixels, too many bytes. */
export type PictureFault = "kind" | "extension" | "pixels" | "bytes";

const longestName = 200;

/** What a picture is by its content, whatever its name says; null for any other file. The gateway looks at the same first bytes. */
export function pictureFacts(bytes: Uint8Array): PictureFacts | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const begins = (...first: number[]) => first.every((byte, i) => bytes[i] === byte);
  let facts: PictureFacts | null = null;
  if (begins(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a) && bytes.length >= 24) facts = { mediaType: "image/png", width: view.getUint32(16), height: view.getUint32(20) };
  else if ([0x37, 0x39].some((version) => begins(0x47, 0x49, 0x46, 0x38, version, 0x61)) && bytes.length >= 10) facts = { mediaType: "image/gif", width: view.getUint16(6, true), height: view.getUint16(8, true) };
  else if (begins(0xff, 0xd8, 0xff)) facts = jpegFacts(view);
  return facts && facts.width > 0 && facts.height > 0 ? facts : null;
}

/** A JPEG is a row of segments; that of its frame, whichever of thirteen kinds, has its size (ISO/IEC 10918-1, B.2.2). */
function jpegFacts(view: DataView): PictureFacts | null {
  for (let at = 2; at + 9 <= view.byteLength && view.getUint8(at) === 0xff; ) {
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at++;
      continue;
    }
    const frame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (frame) return { mediaType: "image/jpeg", height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}

/** What an option has against a picture; null when it takes it. left is how many bytes the order has room for. */
export function pictureFault(option: CustomOption, name: string, facts: PictureFacts | null, bytes: number, left: number): PictureFault | null {
  if (!facts) return "kind";
  const extension = extensionOf(name);
  if (!endingsOf(option, facts.mediaType).includes(extension)) return "extension";
  if ((option.imageWidth && facts.width > option.imageWidth) || (option.imageHeight && facts.height > option.imageHeight)) return "pixels";
  return bytes > left ? "bytes" : null;
}

/** An extension; what follows the last dot of a sentence is none. */
const ending = /\.([^.]{0,9})$/;

function extensionOf(name: string): string {
  return ending.exec(name)?.[1]?.toLowerCase() ?? "";
}

/**
 * A name as Magento takes it: without the characters that it refuses, and short enough to be saved. endings, if given, are the extensions
 * that it may end in; it gets the first where it has none of them.
 */
export function pictureName(name: string, endings?: readonly string[]): string {
  const clean = Array.from(name, (char) => (char < " " || '\\/?*:";<>()|{}'.includes(char) ? "_" : char));
  const plain = clean.join("");
  const given = extensionOf(plain);
  const extension = endings && !endings.includes(given) ? (endings[0] ?? "") : given;
  let stem = Array.from(plain.replace(ending, "") || "picture");
  const size = () => new TextEncoder().encode(`${stem.join("")}.${extension}`).length;
  while (size() > longestName) stem = stem.slice(0, -1);
  return extension ? `${stem.join("")}.${extension}` : stem.join("");
}
