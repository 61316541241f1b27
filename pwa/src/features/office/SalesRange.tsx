import { dayOf } from "../../domain/sales";
import { Chip } from "../../ui/Chip";
import { Chips } from "../../ui/Chips";
import { Field } from "../../ui/Field";
import { o } from "./texts";

/** The days to look at, both included: "2026-03-14". */
export interface Range {
  from: string;
  to: string;
}

/** Chooses the days: the usual ones at a touch, or any. */
export function SalesRange({ range, onRange }: { range: Range; onRange(range: Range): void }) {
  const ago = (days: number) => {
    const day = new Date();
    day.setDate(day.getDate() - days);
    return dayOf(day);
  };
  const usual: [keyof typeof o.sales.ranges, Range][] = [
    ["today", { from: ago(0), to: ago(0) }],
    ["yesterday", { from: ago(1), to: ago(1) }],
    ["week", { from: ago(6), to: ago(0) }],
    ["month", { from: ago(29), to: ago(0) }],
  ];
  return (
    <div className="flex flex-wrap items-end gap-x-6 gap-y-4">
      <Chips label={o.sales.rangeLabel}>
        {usual.map(([name, days]) => (
          <Chip key={name} on={days.from === range.from && days.to === range.to} onClick={() => onRange(days)} data-testid={`sales-${name}`}>
            {o.sales.ranges[name]}
          </Chip>
        ))}
      </Chips>
      <div className="grid w-full grid-cols-2 gap-3 sm:w-auto">
        <Field label={o.from} type="date" value={range.from} max={range.to} onChange={(event) => onRange({ ...range, from: event.target.value })} data-testid="sales-from" />
        <Field label={o.to} type="date" value={range.to} min={range.from} onChange={(event) => onRange({ ...range, to: event.target.value })} data-testid="sales-to" />
      </div>
    </div>
  );
}
