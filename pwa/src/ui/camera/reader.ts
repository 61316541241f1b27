/// <reference lib="webworker" />
import { BarcodeDetector, prepareZXingModule } from "barcode-detector/ponyfill";
// Of the version that the detector was made for: it pins it. Without this it would be asked of a public server.
import wasm from "zxing-wasm/reader/zxing_reader.wasm?url";

declare const self: DedicatedWorkerGlobalScope;

prepareZXingModule({ overrides: { locateFile: () => wasm } });

// What stands on goods, receipts and shelves, and the codes that registers show each other.
const detector = new BarcodeDetector({
  formats: ["ean_13", "ean_8", "upc_a", "upc_e", "code_128", "code_39", "itf", "databar", "databar_expanded", "qr_code", "data_matrix"],
});

// A worker of its own: reading one picture takes longer than a frame may.
self.onmessage = async ({ data: picture }: MessageEvent<ImageBitmap>) => {
  const found = await detector.detect(picture).catch((error: unknown) => String(error));
  picture.close();
  self.postMessage(typeof found === "string" ? { codes: [], fault: found } : { codes: found.map((code) => code.rawValue), fault: "" });
};
