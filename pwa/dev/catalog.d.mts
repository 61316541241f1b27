/** All documents by kind, as the gateway's chunks hold them. */
export function documents(origin: string, count: number): [kind: string, documents: object[]][];
