import { expect, it } from "vitest";
import fc from "fast-check";
import { addLine, newCart } from "../../src/domain/cart";
import { type ChosenFile, MAX_FILE_BYTES, bytesOf, endingsOf, pictureBytes, takenTypes } from "../../src/domain/picture";
import { pictureFacts, pictureFault, pictureName } from "../../src/domain/pictureFacts";

const png = Uint8Array.from(Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64"));
const gif = Uint8Array.from([0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 3, 1, 2, 0]);
// Begin, an application segment of six bytes, fill bytes, the frame of a progressive JPEG.
const jpeg = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 6, 1, 2, 3, 4, 0xff, 0xff, 0xc2, 0, 17, 8, 0, 20, 1, 44, 3, 0, 0]);
const option = { id: 1, title: "Photo", type: "file", fileExtensions: "jpg, JPEG; .png", imageWidth: 300, imageHeight: 100 };

it("knows pictures by their content, with their size in pixels", () => {
  expect([png, gif, jpeg].map(pictureFacts)).toEqual([
    { mediaType: "image/png", width: 1, height: 1 },
    { mediaType: "image/gif", width: 259, height: 2 },
    { mediaType: "image/jpeg", width: 300, height: 20 },
  ]);
  for (const other of [new Uint8Array(), new TextEncoder().encode("<svg/>"), png.subarray(0, 20), jpeg.subarray(0, 14), gif.subarray(0, 8), gif.with(4, 0x38)]) expect(pictureFacts(other)).toBeNull();
});

it("reads whatever bytes without a fault", () => {
  const begun = fc.tuple(fc.constantFrom(png, gif, jpeg), fc.uint8Array({ maxLength: 60 })).map(([start, rest]) => Uint8Array.from([...start.subarray(0, 8), ...rest]));
  fc.assert(fc.property(fc.oneof(begun, fc.uint8Array()), (bytes) => {
    const facts = pictureFacts(bytes);
    return facts === null || (facts.width > 0 && facts.height > 0);
  }));
});

it("says what an option has against a picture", () => {
  const facts = { mediaType: "image/jpeg", width: 300, height: 100 } as const;
  const fault = (name: string, more = {}, bytes = 10) => pictureFault(option, name, { ...facts, ...more }, bytes, 10);
  expect([fault("a.jpg"), fault("a.JPEG"), fault("a.png"), fault("a"), fault("a.jpg.exe")]).toEqual([null, null, "extension", "extension", "extension"]);
  expect(fault("a.gif", { mediaType: "image/gif" })).toBe("extension");
  expect([fault("a.jpg", { width: 301 }), fault("a.jpg", { height: 101 }), fault("a.jpg", {}, 11)]).toEqual(["pixels", "pixels", "bytes"]);
  expect(pictureFault(option, "a.jpg", null, 1, 10)).toBe("kind");
  expect(pictureFault({ id: 1, title: "", type: "file" }, "a.gif", { mediaType: "image/gif", width: 9_999, height: 1 }, 1, 10)).toBeNull();
});

it("asks only for what an option takes", () => {
  expect([takenTypes(option), takenTypes({}), takenTypes({ fileExtensions: "pdf" })]).toEqual([["image/jpeg", "image/png"], ["image/jpeg", "image/png", "image/gif"], []]);
});

it("makes names that Magento takes", () => {
  expect(["image (1).jpg", "C:\\me\\a.png", "a\n.gif", "Größe.jpg"].map((name) => pictureName(name))).toEqual(["image _1_.jpg", "C__me_a.png", "a_.gif", "Größe.jpg"]);
  expect([pictureName("a.b.png", ["jpg", "jpeg"]), pictureName("a.JPEG", ["jpg", "jpeg"]), pictureName("", ["png"])]).toEqual(["a.b.jpg", "a.jpeg", "picture.png"]);
  const long = pictureName(`${"ß".repeat(300)}.jpg`);
  expect([new TextEncoder().encode(long).length, long.endsWith("ß.jpg")]).toEqual([200, true]);
  expect(pictureName(`Mr. ${"Smith ".repeat(50)}`).startsWith("Mr. Smith Smith")).toBe(true);
});

it("names a copy as an option takes it that takes one of a picture's extensions only", () => {
  const strict = { ...option, fileExtensions: "jpeg" };
  const name = pictureName("photo.jpg", endingsOf(strict, "image/jpeg"));
  const facts = { mediaType: "image/jpeg", width: 300, height: 100 } as const;
  expect(["photo.jpg", name].map((each) => pictureFault(strict, each, facts, 1, 10))).toEqual(["extension", null]);
});

it("counts the bytes that base64 stands for, and takes no line that the order has no room for", () => {
  for (const length of [0, 1, 2, 3, 4, 100]) expect(bytesOf(Buffer.alloc(length).toString("base64"))).toBe(length);
  const line = (bytes: number, sku: string) => {
    const file: ChosenFile = { mediaType: "image/gif", content: Buffer.alloc(bytes).toString("base64") };
    const item = { type: "simple", product_tax_class_id: 2, unit_price_original: "1" };
    return { sku, name: "", detail: "", image: "", quantity: 1, product: { item, prices: [] }, choices: { custom: [{ optionId: 1, value: "a.gif", file }] } };
  };
  const half = addLine(newCart("c", "USD"), line(MAX_FILE_BYTES / 2, "A"));
  const full = addLine(half, line(MAX_FILE_BYTES / 2, "B"));
  expect([pictureBytes(full.lines), addLine(full, line(1, "C")), addLine(full, line(MAX_FILE_BYTES / 2, "B")).lines[1]?.quantity]).toEqual([MAX_FILE_BYTES, full, 2]);
});
