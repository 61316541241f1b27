import type { CustomOption } from "./product";

/** The picture that answers a customizable option; its name is the answer's value. content is base64 with padding; empty where it is not kept. */
export interface ChosenFile {
  mediaType: MediaType;
  content: string;
}

/** The files that a Magento cart takes over REST (Magento\Framework\Api\ImageContentValidator). */
export type MediaType = "image/jpeg" | "image/png" | "image/gif";

/** What the first bytes of a picture tell of it, in pixels. */
export interface PictureFacts {
  mediaType: MediaType;
  width: number;
  height: number;
}

/** What is wrong with a picture for an option: no picture that Magento takes, another kind than the option takes, too many pixels, too many bytes. */
export type PictureFault = "kind" | "extension" | "pixels" | "bytes";

/** The most bytes of all pictures of an order together, as the gateway takes them (gateway/pos/file.go). */
export const MAX_FILE_BYTES = 512 * 1024;

const extensionsOf: Record<MediaType, readonly string[]> = { "image/jpeg": ["jpg", "jpeg"], "image/png": ["png"], "image/gif": ["gif"] };
const longestName = 200;

/** The extensions that an option takes and that reach Magento; none where it asks for another kind of file. */
export function takenExtensions({ fileExtensions = "" }: Pick<CustomOption, "fileExtensions">): string[] {
  const allowed = fileExtensions.toLowerCase().match(/[a-z0-9]+/g);
  const known = Object.values(extensionsOf).flat();
  return allowed ? known.filter((extension) => allowed.includes(extension)) : known;
}

/** The extensions that an option takes of one kind of pictures: of "jpg" and "jpeg" maybe only one. */
export function endingsOf(option: Pick<CustomOption, "fileExtensions">, type: MediaType): string[] {
  return takenExtensions(option).filter((extension) => extensionsOf[type].includes(extension));
}

/** The kinds of pictures that an option takes. */
export function takenTypes(option: Pick<CustomOption, "fileExtensions">): MediaType[] {
  return (Object.keys(extensionsOf) as MediaType[]).filter((type) => endingsOf(option, type).length > 0);
}

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

/** How many bytes base64 stands for. */
export function bytesOf(content: string): number {
  const padding = content.endsWith("==") ? 2 : content.endsWith("=") ? 1 : 0;
  return (content.length / 4) * 3 - padding;
}

/** How many bytes of pictures are on the lines of an order. */
export function pictureBytes(lines: readonly { choices?: { custom?: { file?: ChosenFile }[] } }[]): number {
  return lines.flatMap((line) => line.choices?.custom ?? []).reduce((sum, { file }) => sum + (file ? bytesOf(file.content) : 0), 0);
}
