/**
 * Bytes as a row of texts that fit QR codes of a size that cameras read at an arm's length. Only characters of the alphanumeric mode
 * are used, which holds a third more than bytes do (ISO/IEC 18004); bytes are written as RFC 9285 does.
 */
const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const mark = "TW1";
/** Of each code: some 840 characters, a symbol of 101 modules. */
const bytesEach = 540;

/** The most codes in a row: more is for a file. */
export const MAX_CODES = 40;

/** The texts that hold bytes; digest, in hexadecimal, proves them when they are put together. null when they would be too many. */
export function splitCodes(bytes: Uint8Array, digest: string): string[] | null {
  const count = Math.ceil(bytes.length / bytesEach);
  if (count > MAX_CODES) return null;
  const id = digest.slice(0, 16).toUpperCase();
  return Array.from({ length: count }, (_, i) => `${mark}:${id}:${i + 1}:${count}:${base45(bytes.subarray(i * bytesEach, (i + 1) * bytesEach))}`);
}

/** One code of a row. */
export interface Code {
  id: string;
  number: number;
  count: number;
  bytes: Uint8Array;
}

/** Reads one text; null when it is something else, such as a bar code on the counter. */
export function readCode(text: string): Code | null {
  const [, id, number, count, payload] = /^TW1:([0-9A-F]{16}):(\d{1,2}):(\d{1,2}):(.+)$/.exec(text) ?? [];
  const bytes = payload === undefined ? null : unbase45(payload);
  const code = { id: id ?? "", number: Number(number), count: Number(count) };
  return bytes && code.number >= 1 && code.number <= code.count && code.count <= MAX_CODES ? { ...code, bytes } : null;
}

/** A row of codes as it is collected, in any order. One of another row begins anew: the other device shows other orders now. */
export interface Collected {
  id: string;
  count: number;
  parts: ReadonlyMap<number, Uint8Array>;
}

/** The row with one more code. */
export function collect(row: Collected | null, { id, number, count, bytes }: Code): Collected {
  const parts = row?.id === id && row.count === count ? row.parts : new Map<number, Uint8Array>();
  return { id, count, parts: new Map(parts).set(number, bytes) };
}

/** The bytes of a whole row; null while codes are missing. */
export function joinCodes({ count, parts }: Collected): Uint8Array | null {
  if (parts.size < count) return null;
  const all = Array.from({ length: count }, (_, i) => parts.get(i + 1)!);
  const bytes = new Uint8Array(all.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of all) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function base45(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 2) {
    const pair = i + 1 < bytes.length;
    let value = pair ? bytes[i]! * 256 + bytes[i + 1]! : bytes[i]!;
    for (let n = pair ? 3 : 2; n > 0; n--) {
      text += alphabet[value % 45]!;
      value = Math.floor(value / 45);
    }
  }
  return text;
}

function unbase45(text: string): Uint8Array | null {
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i += 3) {
    const digits = Array.from(text.slice(i, i + 3), (character) => alphabet.indexOf(character));
    if (digits.length < 2 || digits.includes(-1)) return null;
    const value = digits.reduce((sum, digit, n) => sum + digit * 45 ** n, 0);
    if (value >= 256 ** (digits.length - 1)) return null;
    if (digits.length === 3) bytes.push(Math.floor(value / 256));
    bytes.push(value % 256);
  }
  return Uint8Array.from(bytes);
}
