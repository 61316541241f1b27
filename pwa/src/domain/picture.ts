import type { CustomOption } from "./product";

/** The picture that answers a customizable option; its name is the answer's value. content is base64 with padding; empty where it is not kept. */
export interface ChosenFile {
  mediaType: MediaType;
  content: string;
}

/** The files that a Magento cart takes over REST (Magento\Framework\Api\ImageContentValidator). */
export type MediaType = "image/jpeg" | "image/png" | "image/gif";

/** The most bytes of all pictures of an order together, as the gateway takes them (gateway/pos/file.go). */
export const MAX_FILE_BYTES = 512 * 1024;

const extensionsOf: Record<MediaType, readonly string[]> = { "image/jpeg": ["jpg", "jpeg"], "image/png": ["png"], "image/gif": ["gif"] };

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

/** How many bytes base64 stands for. */
export function bytesOf(content: string): number {
  const padding = content.endsWith("==") ? 2 : content.endsWith("=") ? 1 : 0;
  return (content.length / 4) * 3 - padding;
}

/** How many bytes of pictures are on the lines of an order. */
export function pictureBytes(lines: readonly { choices?: { custom?: { file?: ChosenFile }[] } }[]): number {
  return lines.flatMap((line) => line.choices?.custom ?? []).reduce((sum, { file }) => sum + (file ? bytesOf(file.content) : 0), 0);
}
