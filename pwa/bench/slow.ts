import { type Server, type Socket, connect, createServer } from "node:net";

/** A network as a register may have it: how long a round trip takes, and what goes through in a second. */
export interface Network {
  roundTripMs: number;
  downBytes: number;
  upBytes: number;
}

/** Slow 3G, as WebPageTest and Lighthouse have it: 400 kbit/s both ways, 400 ms. */
export const slow3G: Network = { roundTripMs: 400, downBytes: 50_000, upBytes: 50_000 };

const slice = 1_400;

/** A direction of the line: pieces leave one after the other at its speed, and arrive later by half a round trip. */
class Line {
  private freeAt = 0;

  constructor(
    private readonly bytes: number,
    private readonly delayMs: number,
  ) {}

  send(data: Buffer, arrive: (piece: Buffer) => void): void {
    for (let at = 0; at < data.length; at += slice) {
      const piece = data.subarray(at, at + slice);
      const now = performance.now();
      this.freeAt = Math.max(this.freeAt, now) + (piece.length / this.bytes) * 1_000;
      setTimeout(() => arrive(piece), this.freeAt - now + this.delayMs);
    }
  }
}

/**
 * Stands between browser and gateway as a slow line does, for pages, workers and service workers alike. All connections share
 * it, and opening one costs a round trip. Answers its port.
 */
export async function slowLine(target: number, { roundTripMs, downBytes, upBytes }: Network): Promise<{ port: number; close(): void }> {
  const [down, up] = [new Line(downBytes, roundTripMs / 2), new Line(upBytes, roundTripMs / 2)];
  const open = new Set<Socket>();
  const server: Server = createServer({ pauseOnConnect: true }, (client) => {
    const gateway = connect(target, "127.0.0.1");
    for (const socket of [client, gateway]) {
      open.add(socket);
      socket.setNoDelay(true);
      socket.on("error", () => socket.destroy());
      socket.on("close", () => open.delete(socket));
    }
    const pass = (from: Socket, to: Socket, line: Line) => {
      from.on("data", (data) => line.send(data, (piece) => to.writable && to.write(piece)));
      from.on("close", () => line.send(Buffer.alloc(1), () => to.end()));
    };
    pass(gateway, client, down);
    // The handshake's round trip, before the first byte goes up.
    setTimeout(() => {
      pass(client, gateway, up);
      client.resume();
    }, roundTripMs);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const address = server.address();
  return {
    port: typeof address === "object" && address ? address.port : 0,
    close() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}
