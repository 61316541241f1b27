import { type SalesBy, type SalesRow, type SalesSum, netOf } from "../../domain/sales";
import { o } from "./texts";

const shown = 12;
const height = 160;
const step = 24;

interface Props {
  by: SalesBy;
  sum: SalesSum;
  nameOf(bar: SalesRow): string;
  money(amount: number): string;
}

/**
 * Sales less refunds as bars: upright over time, lying for everything else. The table says the same in figures. Drawings know no direction
 * of writing: where it is to the left they are turned, as the names beside them are laid out.
 */
export function SalesChart(props: Props) {
  const { by, sum } = props;
  const over = by === "DAY" || by === "HOUR" ? sum.bars : sum.bars.slice(0, shown);
  const top = Math.max(1, ...over.map((bar) => Math.abs(netOf(bar))));
  return (
    <figure>
      {by === "DAY" || by === "HOUR" ? <Upright {...props} bars={over} top={top} /> : <Lying {...props} bars={over} top={top} />}
      {over.length < sum.bars.length && <figcaption className="mt-2 text-xs text-muted">{o.sales.others(over.length)}</figcaption>}
    </figure>
  );
}

type Drawn = Props & { bars: SalesRow[]; top: number };

function Upright({ by, bars, top, nameOf, money }: Drawn) {
  const width = bars.length * step;
  // Room below the line for days on which more came back than was sold.
  const below = bars.some((bar) => netOf(bar) < 0) ? height / 4 : 0;
  const everyNth = Math.ceil(bars.length / 8);
  return (
    <>
      <svg viewBox={`0 0 ${width} ${height + below + 1}`} preserveAspectRatio="none" role="img" aria-label={o.sales.chart(o.sales.by[by])} className="h-44 w-full rtl:-scale-x-100" data-testid="sales-chart" data-bars={bars.length}>
        {bars.map((bar, i) => {
          const size = (Math.abs(netOf(bar)) / top) * (netOf(bar) < 0 ? below : height);
          return (
            <rect key={bar.key} x={i * step + step * 0.14} width={step * 0.72} y={netOf(bar) < 0 ? height : height - size} height={size} className={netOf(bar) < 0 ? "fill-bad" : "fill-accent"}>
              <title>{`${nameOf(bar)}: ${money(netOf(bar))}`}</title>
            </rect>
          );
        })}
        <path d={`M0 ${height}h${width}`} className="stroke-edge" strokeWidth="1" vectorEffect="non-scaling-stroke" />
      </svg>
      <div aria-hidden="true" className="mt-1 grid text-xs text-muted" style={{ gridTemplateColumns: `repeat(${bars.length}, minmax(0, 1fr))` }}>
        {bars.map((bar, i) => (
          <span key={bar.key} className="overflow-visible text-center whitespace-nowrap">
            {i % everyNth === 0 ? nameOf(bar) : ""}
          </span>
        ))}
      </div>
    </>
  );
}

function Lying({ by, bars, top, nameOf, money }: Drawn) {
  return (
    <div role="img" aria-label={o.sales.chart(o.sales.by[by])} className="grid gap-2" data-testid="sales-chart" data-bars={bars.length}>
      {bars.map((bar) => (
        <div key={bar.key} aria-hidden="true" className="grid grid-cols-[minmax(6rem,12rem)_1fr_auto] items-center gap-3 text-sm">
          <span className="truncate">{nameOf(bar)}</span>
          <svg viewBox="0 0 100 10" preserveAspectRatio="none" className="h-4 w-full rtl:-scale-x-100">
            <rect width={Math.max(0.5, (Math.abs(netOf(bar)) / top) * 100)} height="10" className={netOf(bar) < 0 ? "fill-bad" : "fill-accent"} />
          </svg>
          <span className="text-end tabular-nums">{money(netOf(bar))}</span>
        </div>
      ))}
    </div>
  );
}
