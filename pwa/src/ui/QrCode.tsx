import { create } from "qrcode";

const quietZone = 4;

/** A text as a QR code, black on white in every theme. label says what it is to those who do not see it. */
export function QrCode({ text, label, className }: { text: string; label: string; className?: string }) {
  const { size, data } = create(text, { errorCorrectionLevel: "M" }).modules;
  const dark = Array.from(data, (on, i) => (on ? `M${(i % size) + quietZone} ${Math.floor(i / size) + quietZone}h1v1h-1z` : "")).join("");
  const full = size + 2 * quietZone;
  return (
    <svg viewBox={`0 0 ${full} ${full}`} role="img" aria-label={label} className={className} shapeRendering="crispEdges">
      <path d={`M0 0h${full}v${full}H0z`} fill="#fff" />
      <path d={dark} fill="#000" />
    </svg>
  );
}
