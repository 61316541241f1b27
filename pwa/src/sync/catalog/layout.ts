import type { ProductDocument, StockDocument } from "../../domain/product";
import { type Segment, productSegment, stockSegment } from "./segment";

/** What names a document of a kind; of the others there is one for each store view. */
const keyOf: Record<string, string> = { category: "id", store: "code" };
const plainKinds = ["category", "store", "pricing"];

/** A chunk of few documents, kept as they are. */
export interface PlainSegment {
  kind: "plain";
  rows: { kind: string; key: string; body: unknown }[];
}

/** Lays a chunk out for reading, a little at each step; kind is the feed's, in lower case. */
export function* layOut(kind: string, bytes: Uint8Array): Generator<void, Segment | PlainSegment> {
  const docs: unknown[] = [];
  for (const line of new TextDecoder().decode(bytes).split("\n")) {
    if (line) docs.push(JSON.parse(line));
    yield;
  }
  if (kind === "product") return yield* productSegment(docs as ProductDocument[]);
  if (kind === "stock") return stockSegment(docs as StockDocument[]);
  if (!plainKinds.includes(kind)) return { kind: "plain", rows: [] };
  const field = keyOf[kind];
  return { kind: "plain", rows: docs.map((body) => ({ kind, key: field ? String((body as Record<string, unknown>)[field]) : kind, body })) };
}
