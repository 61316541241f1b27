declare module "*/dev/stub.mjs" {
  export interface Stub {
    origin: string;
    orders: Map<string, { id: string; counter: number; state: string }>;
    counters: { submits: number };
    state: { settle: boolean; dropAnswers: number; nextAnswer: object | null; damage: number; version: string };
    setDown(down: boolean): void;
    hold(id: string, reason: string, message: string): void;
    change(kind: string, key: string, document: object | null): void;
    stop(): Promise<void>;
  }
  export function startStub(port?: number, options?: { products?: number }): Promise<Stub>;
}
