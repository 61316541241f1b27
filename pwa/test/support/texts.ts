/** A language's texts, or a part of them. */
export type Node = string | Node[] | ((...args: never[]) => string) | { [key: string]: Node };

/** Every text with its path. Functions are spoken with numbers for whatever they are told. */
export function textsOf(node: Node, path = ""): [string, string][] {
  if (typeof node === "string") return [[path, node]];
  if (typeof node === "function") return [1, 2].map((n) => [path, (node as (...args: unknown[]) => string)(n, 3, 4)]);
  return Object.entries(node).flatMap(([key, value]) => textsOf(value as Node, path ? `${path}.${key}` : key));
}
