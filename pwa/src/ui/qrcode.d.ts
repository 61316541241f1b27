// The part of qrcode that the register uses; the package has no types of its own.
declare module "qrcode" {
  /** Computes a symbol. Throws when the text is too long for one. */
  export function create(text: string, options: { errorCorrectionLevel: "L" | "M" | "Q" | "H" }): { modules: { size: number; data: Uint8Array } };
}
