import { code128 } from "../domain/code128";

const quietZone = 10;

/** A text as a Code 128 symbol that scanners read, black on white in every theme. */
export function Barcode({ text, className }: { text: string; className?: string }) {
  const widths = code128(text);
  if (!widths) return null;
  const ends = widths.map((_, i) => widths.slice(0, i + 1).reduce((sum, width) => sum + width, quietZone));
  const bars = widths.map((width, i) => (i % 2 === 0 ? `M${ends[i]! - width} 0h${width}v10h-${width}z` : ""));
  const full = ends[ends.length - 1]! + quietZone;
  return (
    <svg viewBox={`0 0 ${full} 10`} preserveAspectRatio="none" role="img" aria-label={text} className={className} style={{ width: `${full * 1.5}px`, maxWidth: "100%" }} shapeRendering="crispEdges">
      <path d={`M0 0h${full}v10H0z`} fill="#fff" />
      <path d={bars.join("")} fill="#000" />
    </svg>
  );
}
