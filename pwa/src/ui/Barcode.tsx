import { code128 } from "../domain/code128";

const quietZone = 10;

/** A text as a Code 128 symbol that scanners read, black on white in every theme. */
export function Barcode({ text, className }: { text: string; className?: string }) {
  const widths = code128(text);
  if (!widths) return null;
  let at = quietZone;
  let bars = "";
  widths.forEach((width, i) => {
    if (i % 2 === 0) bars += `M${at} 0h${width}v10h-${width}z`;
    at += width;
  });
  const full = at + quietZone;
  return (
    <svg viewBox={`0 0 ${full} 10`} preserveAspectRatio="none" role="img" aria-label={text} className={className} style={{ width: `${full * 1.5}px`, maxWidth: "100%" }} shapeRendering="crispEdges">
      <path d={`M0 0h${full}v10H0z`} fill="#fff" />
      <path d={bars} fill="#000" />
    </svg>
  );
}
