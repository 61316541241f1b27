import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Collected, MAX_CODES, collect, joinCodes, readCode, splitCodes } from "../../src/domain/codes";
import { readTransfer, writeTransfer } from "../../src/domain/transfer";
import { codesOf, readCodes, takeOver, unsentOrders } from "../../src/store/transfer";
import { changeCart } from "../../src/store/cart";
import { addLine } from "../../src/domain/cart";
import { countQueued, finish } from "../../src/store/outbox";
import { listOrders, payOrder } from "../../src/store/orders";
import { enrolled, payment, picturedLine, sell } from "../support/build";

const digest = "0123456789abcdef0123456789abcdef";

describe("codes", () => {
  it("hold any bytes, in any order and seen any number of times", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 3_000 }), fc.infiniteStream(fc.nat()), (bytes, picks) => {
        const codes = splitCodes(bytes, digest)!;
        const order = [...codes, ...codes.slice(0, 2)].map((code) => ({ code, at: picks.next().value! })).sort((a, b) => a.at - b.at);
        let row: Collected | null = null;
        for (const { code } of order) {
          expect(code).toMatch(/^[0-9A-Z $%*+\-./:]+$/);
          row = collect(row, readCode(code)!);
        }
        expect(joinCodes(row!)).toEqual(bytes);
      }),
    );
  });

  it("are missing one until the last is there, and begin anew with another row", () => {
    const bytes = Uint8Array.from({ length: 1_500 }, (_, i) => i % 251);
    const [first, second, third] = splitCodes(bytes, digest)!.map((code) => readCode(code)!);
    const half = collect(collect(null, first!), third!);
    expect(joinCodes(half)).toBeNull();
    const other = readCode(splitCodes(bytes, "f".repeat(32))![0]!)!;
    expect(collect(half, other).parts.size).toBe(1);
    expect(joinCodes(collect(half, second!))).toEqual(bytes);
  });

  it("are not made of more than anybody shows, nor read from what else stands on a counter", () => {
    expect(splitCodes(new Uint8Array(540 * MAX_CODES), digest)).toHaveLength(MAX_CODES);
    expect(splitCodes(new Uint8Array(540 * MAX_CODES + 1), digest)).toBeNull();
    for (const text of ["", "4006381333931", "https://example.com", "TW1:0123456789ABCDEF:2:1:AAA", "TW1:0123456789ABCDEF:0:1:AAA", "TW1:0123456789ABCDEF:1:99:AAA", "TW1:0123456789ABCDEF:1:1:A", "TW1:0123456789ABCDEF:1:1:aaa", "TW1:0123456789ABCDEF:1:1::::"]) {
      expect([text, readCode(text)]).toEqual([text, null]);
    }
    fc.assert(fc.property(fc.string({ unit: "binary-ascii" }), (text) => void readCode(text)));
  });
});

describe("orders on their way to another device", () => {
  it("are what they were, come once, and the receipts go on after them", async () => {
    const [from, to] = [await enrolled(), await enrolled()];
    const sold = [await sell(from, "A"), await sell(from, "B"), await sell(from, "C")];
    await finish(from, sold[1]!.id, "received", { state: "RECEIVED" }, "");
    const unsent = await unsentOrders(from);
    expect(unsent.map(({ id }) => id)).toEqual([sold[0]!.id, sold[2]!.id]);
    const read = readTransfer(writeTransfer({ registerId: "R1", orders: unsent }));
    if (typeof read === "string") throw new Error(read);
    expect(read.orders).toEqual(unsent);
    expect(await takeOver(to, read)).toEqual({ added: 2, known: 0 });
    expect(await takeOver(to, read)).toEqual({ added: 0, known: 2 });
    expect(await countQueued(to)).toBe(2);
    expect((await sell(to)).counter).toBe(4);
  });

  it("take their pictures along in a file, which codes have no room for", async () => {
    const db = await enrolled();
    const line = picturedLine("MUG", 500 * 1024);
    await changeCart(db, "USD", (cart) => addLine(cart, line));
    await payOrder(db, payment((await db.setting("cart"))!.id));
    const transfer = { registerId: "R1", orders: await unsentOrders(db) };
    expect(readTransfer(writeTransfer(transfer))).toEqual(transfer);
    expect(transfer.orders[0]).toMatchObject({ input: { lines: [{ choices: line.choices }] }, receipt: { lines: [{ detail: "us.png" }] } });
    expect(await codesOf(transfer)).toBeNull();
  });

  it("do not replace what happened to them here", async () => {
    const [from, to] = [await enrolled(), await enrolled()];
    const order = await sell(from);
    await takeOver(to, { registerId: "R1", orders: await unsentOrders(from) });
    await finish(to, order.id, "received", { state: "SETTLED" }, "");
    await takeOver(to, { registerId: "R1", orders: await unsentOrders(from) });
    expect(await listOrders(to)).toMatchObject([{ local: "received", remote: { state: "SETTLED" } }]);
    expect(await countQueued(to)).toBe(0);
  });

  it("fit codes, and are proved when they are put together", async () => {
    const db = await enrolled();
    for (const sku of ["A", "B", "C", "D", "E", "F"]) await sell(db, sku);
    const transfer = { registerId: "R1", orders: await unsentOrders(db) };
    const codes = (await codesOf(transfer))!;
    expect(codes.length).toBeGreaterThan(1);
    const row = codes.map((code) => readCode(code)!).reduce<Collected | null>((now, code) => collect(now, code), null)!;
    expect(await readCodes(row)).toEqual(transfer);
    const parts = new Map(row.parts).set(1, row.parts.get(1)!.map((byte, i) => (i === 7 ? byte ^ 1 : byte)));
    expect(await readCodes({ ...row, parts })).toBe("unreadable");
  });

  it("are refused when they are none, damaged, or of a newer version", async () => {
    const whole = { registerId: "R1", orders: [await sell(await enrolled())] };
    const text = writeTransfer(whole);
    expect(readTransfer(text.replace('"version":1', '"version":2'))).toBe("newer");
    const damaged = ["", "null", "[]", "{}", "7", text.slice(0, -3), text.replace("tillway", "other"), text.replace('"counter":1', '"counter":"1"'), text.replace('"lines":[', '"lines":7,"x":['), text.replace(/"id":"[^"]+"/, '"id":"../x"'), text.replace('"registerId":"R1"', '"registerId":null')];
    for (const each of damaged) expect([each, readTransfer(each)]).toEqual([each, "unreadable"]);
    fc.assert(fc.property(fc.json(), (json) => readTransfer(json) === "unreadable"));
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (at, with1) => void readTransfer(text.slice(0, at) + with1 + text.slice(at + 1))),
    );
  });
});
