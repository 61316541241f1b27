/** The speeds that serial printers are set to, in bits a second; most come with one of these. */
export const baudRates = [9_600, 19_200, 38_400, 115_200] as const;
export type BaudRate = (typeof baudRates)[number];

/** Characters that fit on a line of paper. */
export const paperWidths = [32, 42, 48] as const;
export type PaperWidth = (typeof paperWidths)[number];

/** A row of paper. */
export type PaperRow =
  /** A text keeps its lines. */
  | { kind: "text"; text: string; align?: "left" | "center"; bold?: boolean; large?: boolean }
  | { kind: "pair"; left: string; right: string; bold?: boolean }
  | { kind: "rule" }
  | { kind: "barcode"; text: string };

const ESC = 0x1b;
const GS = 0x1d;

/** Windows-1252 beyond Latin-1, as far as receipts need it. */
const beyondLatin: Record<string, number> = {
  "€": 0x80, "‚": 0x82, "„": 0x84, "…": 0x85, "Š": 0x8a, "Œ": 0x8c, "Ž": 0x8e, "‘": 0x91, "’": 0x92, "“": 0x93, "”": 0x94, "•": 0x95, "–": 0x96,
  "—": 0x97, "™": 0x99, "š": 0x9a, "œ": 0x9c, "ž": 0x9e, "Ÿ": 0x9f,
};
/** What printers lack, by what says the same. */
const instead: Record<string, string> = { "−": "-", "×": "x", "\u00a0": " ", "\u202f": " " };

/** A receipt as an ESC/POS printer takes it: code page 1252, cut at the end. Letters that the page lacks become question marks. */
export function paperBytes(rows: readonly PaperRow[], columns: number): Uint8Array {
  // Initialise; character table 16 is WPC1252.
  const bytes = [ESC, 0x40, ESC, 0x74, 16];
  for (const row of rows) bytes.push(...rowBytes(row, columns));
  // Feed past the knife, then cut with a bit left.
  bytes.push(ESC, 0x64, 4, GS, 0x56, 66, 0);
  return Uint8Array.from(bytes);
}

/** Opens the drawer on pin 2: 50 ms on, 500 ms off, as most drawers want it. */
export function drawerBytes(): Uint8Array {
  return Uint8Array.from([ESC, 0x70, 0, 25, 250]);
}

function rowBytes(row: PaperRow, columns: number): number[] {
  switch (row.kind) {
    case "rule":
      return line("-".repeat(columns));
    case "barcode":
      return barcode(row.text);
    case "pair":
      return styled(pair(row.left, row.right, columns).flatMap(line), { bold: row.bold });
    case "text": {
      const width = row.large ? Math.floor(columns / 2) : columns;
      return styled(row.text.split("\n").flatMap((text) => wrap(text, width)).flatMap(line), row);
    }
  }
}

function styled(body: number[], { bold = false, large = false, align = "left" }: { bold?: boolean; large?: boolean; align?: "left" | "center" }): number[] {
  const on = [...(align === "center" ? [ESC, 0x61, 1] : []), ...(bold ? [ESC, 0x45, 1] : []), ...(large ? [GS, 0x21, 0x11] : [])];
  const off = [...(large ? [GS, 0x21, 0] : []), ...(bold ? [ESC, 0x45, 0] : []), ...(align === "center" ? [ESC, 0x61, 0] : [])];
  return [...on, ...body, ...off];
}

/** Code 128, code set B, centred, 64 dots high, with its text below. */
function barcode(text: string): number[] {
  // The brace leads a code set in, so it is doubled in data.
  const data = encoded(`{B${text.replace(/[^ -~]/g, "?").replace(/\{/g, "{{")}`).slice(0, 255);
  return [ESC, 0x61, 1, GS, 0x68, 64, GS, 0x77, 2, GS, 0x48, 2, GS, 0x6b, 73, data.length, ...data, 0x0a, ESC, 0x61, 0];
}

const line = (text: string) => [...encoded(text), 0x0a];

function encoded(text: string): number[] {
  return Array.from(text.normalize("NFC"), (letter) => {
    const one = instead[letter] ?? letter;
    const code = one.codePointAt(0)!;
    // Control characters would be commands.
    const plain = (code >= 0x20 && code <= 0x7e) || (code >= 0xa0 && code <= 0xff);
    return beyondLatin[one] ?? (plain ? code : 0x3f);
  });
}

/** A text in lines of at most so many characters, broken between words where it can be. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let now = "";
  for (const word of text.split(/\s+/).filter(Boolean)) {
    let rest = word;
    if (now && now.length + 1 + rest.length <= width) {
      now += ` ${rest}`;
      continue;
    }
    if (now) lines.push(now);
    for (; rest.length > width; rest = rest.slice(width)) lines.push(rest.slice(0, width));
    now = rest;
  }
  return now || lines.length === 0 ? [...lines, now] : lines;
}

/** A label and an amount on one line, the label wrapped beside it. */
export function pair(left: string, right: string, columns: number): string[] {
  const room = Math.max(1, columns - right.length - 1);
  const lines = wrap(left, room);
  const last = lines.length - 1;
  return lines.map((text, i) => (i === last ? text.padEnd(columns - right.length) + right : text));
}
