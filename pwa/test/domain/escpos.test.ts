import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { drawerBytes, pair, paperBytes, wrap } from "../../src/domain/escpos";
import { type Plugs, PrinterFault, choosePrinter, sendToPrinter } from "../../src/ui/printer";
import { locks } from "../support/build";

const hex = (bytes: Uint8Array) => Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join(" ");
const text = (bytes: Uint8Array) => new TextDecoder("windows-1252").decode(bytes);

describe("paperBytes", () => {
  it("initialises, sets the code page, feeds and cuts", () => {
    expect(hex(paperBytes([], 42))).toBe("1b 40 1b 74 10 1b 64 04 1d 56 42 00");
  });

  it("writes centred, bold and large text, and takes each back", () => {
    const bytes = hex(paperBytes([{ kind: "text", text: "Hi", align: "center", bold: true, large: true }], 32));
    expect(bytes).toContain("1b 61 01 1b 45 01 1d 21 11 48 69 0a 1d 21 00 1b 45 00 1b 61 00");
  });

  it("writes umlauts, accents and the euro, and no letter that the printer lacks", () => {
    expect(hex(paperBytes([{ kind: "text", text: "Größe 5 €" }], 32))).toContain("47 72 f6 df 65 20 35 20 80 0a");
    expect(text(paperBytes([{ kind: "text", text: "日本 2 × −1" }], 32))).toContain("?? 2 x -1");
  });

  it("prints the receipt number as Code 128", () => {
    expect(hex(paperBytes([{ kind: "barcode", text: "R1-9" }], 32))).toContain("1d 68 40 1d 77 02 1d 48 02 1d 6b 49 06 7b 42 52 31 2d 39 0a");
  });

  it("lets no text become a command", () => {
    fc.assert(
      fc.property(fc.uint16Array({ maxLength: 60 }).map((codes) => String.fromCharCode(...codes)), (any) => {
        const body = Array.from(paperBytes([{ kind: "text", text: any }], 32)).slice(5, -7);
        expect(body.filter((b) => (b < 0x20 && b !== 0x0a) || b === 0x7f)).toEqual([]);
      }),
    );
  });

  it("opens the drawer on pin 2", () => {
    expect(hex(drawerBytes())).toBe("1b 70 00 19 fa");
  });
});

it("keeps the lines of a text", () => {
  const paper = new TextDecoder("latin1").decode(paperBytes([{ kind: "text", text: "Dear Kim,\nhave a good time!" }], 12));
  expect(paper).toContain("Dear Kim,\nhave a good\ntime!\n");
});

it("wraps between words, and through words that are too long", () => {
  expect(wrap("Enamel mug, large, green", 12)).toEqual(["Enamel mug,", "large, green"]);
  expect(wrap("Donaudampfschiff", 6)).toEqual(["Donaud", "ampfsc", "hiff"]);
  expect(wrap("", 6)).toEqual([""]);
});

it("sets amounts flush right whatever stands before them", () => {
  expect(pair("1 x Enamel mug, large", "$14.00", 20)).toEqual(["1 x Enamel", "mug, large    $14.00"]);
  fc.assert(
    fc.property(fc.string({ maxLength: 90 }), fc.integer({ min: 0, max: 1e9 }), (left, amount) => {
      const lines = pair(left, String(amount), 32);
      expect(lines.every((line) => line.length <= 32)).toBe(true);
      expect(lines.at(-1)?.endsWith(String(amount))).toBe(true);
      expect(lines.at(-1)).toHaveLength(32);
    }),
  );
});

describe("a printer", () => {
  function usb(status: "ok" | "stall" = "ok") {
    const sent: Uint8Array[] = [];
    const device = {
      opened: false,
      configuration: { interfaces: [{ interfaceNumber: 3, alternate: { interfaceClass: 7, endpoints: [{ endpointNumber: 1, direction: "in" as const }, { endpointNumber: 2, direction: "out" as const }] } }] },
      open: () => Promise.resolve(),
      close: vi.fn(() => Promise.resolve()),
      selectConfiguration: () => Promise.resolve(),
      claimInterface: vi.fn(() => Promise.resolve()),
      transferOut: vi.fn((_endpoint: number, data: Uint8Array) => {
        sent.push(data);
        return Promise.resolve({ status });
      }),
    };
    const plugs: Plugs = { locks: locks(), usb: { getDevices: () => Promise.resolve([device]), requestDevice: () => Promise.reject(new Error("nothing chosen")) } };
    return { plugs, device, sent };
  }

  it("by USB gets the bytes at its own interface, and is let go", async () => {
    const { plugs, device, sent } = usb();
    await sendToPrinter({ kind: "usb" }, drawerBytes(), plugs);
    expect(sent).toEqual([drawerBytes()]);
    expect(device.claimInterface).toHaveBeenCalledWith(3);
    expect(device.transferOut.mock.calls[0]?.[0]).toBe(2);
    expect(device.close).toHaveBeenCalled();
  });

  it("gets one thing after the other, also what comes while it prints", async () => {
    const { plugs, device } = usb();
    const order: string[] = [];
    device.open = () => Promise.resolve(void order.push("open"));
    device.close.mockImplementation(() => Promise.resolve(void order.push("close")));
    device.transferOut.mockImplementationOnce(() => Promise.reject(new Error("unplugged")));
    const sent = await Promise.allSettled([1, 2, 3].map(() => sendToPrinter({ kind: "usb" }, drawerBytes(), plugs)));
    expect(order).toEqual(["open", "close", "open", "close", "open", "close"]);
    expect(sent.map(({ status }) => status)).toEqual(["rejected", "fulfilled", "fulfilled"]);
  });

  it.each([[undefined, 9_600], [115_200, 115_200]] as const)("by serial gets the bytes at the speed it is set to (%s)", async (baudRate, speed) => {
    const sent: Uint8Array[] = [];
    const lines: { baudRate: number }[] = [];
    const stream = () => new WritableStream<Uint8Array>({ write: (chunk) => void sent.push(chunk) });
    const port = { writable: null as WritableStream<Uint8Array> | null, open: (line: { baudRate: number }) => (lines.push(line), Promise.resolve(void (port.writable = stream()))), close: () => Promise.resolve() };
    await sendToPrinter({ kind: "serial", baudRate }, drawerBytes(), { locks: locks(), serial: { getPorts: () => Promise.resolve([port]), requestPort: () => Promise.resolve(port) } });
    expect(sent).toEqual([drawerBytes()]);
    expect(lines).toEqual([{ baudRate: speed }]);
  });

  it.each<[string, () => Promise<void>, PrinterFault["why"]]>([
    ["the browser cannot", () => sendToPrinter({ kind: "usb" }, drawerBytes(), { locks: locks() }), "unsupported"],
    ["none was chosen before", () => sendToPrinter({ kind: "serial" }, drawerBytes(), { locks: locks(), serial: { getPorts: () => Promise.resolve([]), requestPort: () => Promise.reject(new Error()) } }), "none"],
    ["it takes nothing", () => sendToPrinter({ kind: "usb" }, drawerBytes(), usb("stall").plugs), "failed"],
    ["nobody chooses one", () => choosePrinter("usb", usb().plugs), "none"],
  ])("says why when %s", async (_name, work, why) => {
    await expect(work()).rejects.toMatchObject({ why });
  });

  it("that is out of paper keeps nobody waiting", async () => {
    vi.useFakeTimers();
    const { plugs, device } = usb();
    const order: string[] = [];
    let stop: (cause: Error) => void = () => undefined;
    device.open = () => Promise.resolve(void order.push("open"));
    device.close.mockImplementation(() => Promise.resolve(void (order.push("close"), stop(new Error("closed")))));
    device.transferOut.mockImplementationOnce(() => new Promise((_, reject) => (stop = reject)));
    const sent = sendToPrinter({ kind: "usb" }, drawerBytes(), plugs);
    const next = sendToPrinter({ kind: "usb" }, drawerBytes(), plugs);
    const failed = expect(sent).rejects.toBeInstanceOf(PrinterFault);
    await vi.advanceTimersByTimeAsync(10_000);
    await failed;
    await next;
    expect(order).toEqual(["open", "close", "close", "open", "close"]);
    vi.useRealTimers();
  });
});
