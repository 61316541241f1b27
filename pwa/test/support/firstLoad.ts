import { readFileSync, readdirSync } from "node:fs";
import { gzipSync } from "node:zlib";

/** The compressed size, in bytes, of the JavaScript that is loaded at first: what the page links, and the catalog worker. */
export function firstLoad(dist: URL): number {
  const page = readFileSync(new URL("index.html", dist), "utf8");
  const linked = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map((match) => match[1]!);
  const workers = readdirSync(new URL("assets/", dist)).filter((name) => name.startsWith("worker") && name.endsWith(".js"));
  if (linked.length === 0 || workers.length === 0) throw new Error("the build does not look as it used to: what is loaded at first?");
  const first = new Set([...linked, ...workers.map((name) => `assets/${name}`)]);
  return [...first].reduce((sum, name) => sum + gzipSync(readFileSync(new URL(name, dist))).length, 0);
}
