import type { ProductDocument, StockDocument } from "../../domain/product";
import { type Segment, productSegment, stockSegment } from "./segment";

/** What names a document of a kind; of the others there is one for each store view. */
const keyOf: Record<string, string> = { category: "id", store: "code" };
const plainKinds = ["category", "store", "pricing"];

/**
 * The most documents of a part. A chunk may have many more: sorting them all at once, or writing them, would have whoever scans meanwhile
 * wait for it.
 */
export const maxDocuments = 1_024;
const newline = 10;

/** What is made of a part of a chunk: a segment of its products or stock levels, the few documents of other kinds as they are. */
export interface Laid {
  segments: Segment[];
  rows: { kind: string; key: string; body: unknown }[];
}

/** Cuts a chunk between its lines. Each part is a copy, that keeps nothing of the others. */
export function partsOf(bytes: Uint8Array): Uint8Array[] {
  const parts: Uint8Array[] = [];
  let from = 0;
  let lines = 0;
  for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, end + 1)) {
    if (++lines % maxDocuments > 0) continue;
    parts.push(bytes.slice(from, end + 1));
    from = end + 1;
  }
  if (from < bytes.length || parts.length === 0) parts.push(bytes.slice(from));
  return parts;
}

/** Lays a part of a chunk out for reading, a little at each step; kind is the feed's, in lower case. */
export function* layOut(kind: string, bytes: Uint8Array): Generator<void, Laid> {
  const docs: unknown[] = [];
  for (const doc of documents(bytes)) {
    docs.push(doc);
    yield;
  }
  if (kind === "product") return { segments: [yield* productSegment(docs as ProductDocument[])], rows: [] };
  if (kind === "stock") return { segments: [stockSegment(docs as StockDocument[])], rows: [] };
  if (!plainKinds.includes(kind)) return { segments: [], rows: [] };
  const field = keyOf[kind];
  return { segments: [], rows: docs.map((body) => ({ kind, key: field ? String((body as Record<string, unknown>)[field]) : kind, body })) };
}

/** The documents, one on each line. */
function* documents(bytes: Uint8Array): Generator<unknown> {
  const decoder = new TextDecoder();
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(newline, from);
    const to = end < 0 ? bytes.length : end;
    if (to > from) yield JSON.parse(decoder.decode(bytes.subarray(from, to)));
    from = to + 1;
  }
}
