import type { ProductDocument, StockDocument } from "../../domain/product";
import { breathe, sliceMs } from "./breathe";
import { type Segment, productSegment, stockSegment } from "./segment";

/** What names a document of a kind; of the others there is one for each store view. */
const keyOf: Record<string, string> = { category: "id", store: "code" };
const plainKinds = ["category", "store", "pricing"];

/** A chunk of few documents, kept as they are. */
export interface PlainSegment {
  kind: "plain";
  rows: { kind: string; key: string; body: unknown }[];
}

/** Lays a chunk out for reading; kind is the feed's, in lower case. Waits in between, so that a scan need not. */
export async function layOut(kind: string, bytes: Uint8Array): Promise<Segment | PlainSegment> {
  const docs: unknown[] = [];
  let since = performance.now();
  for (const line of new TextDecoder().decode(bytes).split("\n")) {
    if (line) docs.push(JSON.parse(line));
    if (performance.now() - since < sliceMs) continue;
    await breathe();
    since = performance.now();
  }
  if (kind === "product") return productSegment(docs as ProductDocument[]);
  if (kind === "stock") return stockSegment(docs as StockDocument[]);
  if (!plainKinds.includes(kind)) return { kind: "plain", rows: [] };
  const field = keyOf[kind];
  return { kind: "plain", rows: docs.map((body) => ({ kind, key: field ? String((body as Record<string, unknown>)[field]) : kind, body })) };
}
