import { useState } from "react";
import { type SalesBy, type SalesSum, dayOf, daysBetween, daysFrom, longestRange, midnight, salesCsv, sumUp, waysToSumUp } from "../../domain/sales";
import { Button } from "../../ui/Button";
import { Chip } from "../../ui/Chip";
import { Chips } from "../../ui/Chips";
import { Empty } from "../../ui/Empty";
import { ReceiptIcon } from "../../ui/icons";
import { saveFile } from "../../ui/saveFile";
import { Answered } from "./Answered";
import { LocationSelect } from "./LocationSelect";
import { useAnswer } from "./office";
import { type Range, SalesRange } from "./SalesRange";
import { SalesSummary } from "./SalesSummary";
import { o } from "./texts";
import { useNameOf } from "./useNameOf";

const refreshMs = 60_000;

/** What was sold, summed up as one likes. */
export function SalesPage() {
  const [by, setBy] = useState<SalesBy>("DAY");
  const [location, setLocation] = useState("");
  const [range, setRange] = useState<Range>(() => ({ from: dayOf(new Date()), to: dayOf(new Date()) }));
  const days = daysBetween(range.from, range.to);
  const allowed = days > 0 && days <= longestRange(by);
  return (
    <>
      <div className="grid grid-cols-1 gap-4 rounded-2xl border border-line bg-surface p-4 sm:p-5">
        <SalesRange range={range} onRange={setRange} />
        <div className="flex flex-wrap items-end gap-x-6 gap-y-4">
          <LocationSelect className="w-full sm:w-56" value={location} onChange={setLocation} />
          <Chips label={o.sales.byLabel}>
            {waysToSumUp.map((way) => (
              <Chip key={way} on={by === way} onClick={() => setBy(way)} data-testid={`sales-by-${way}`}>
                {o.sales.by[way]}
              </Chip>
            ))}
          </Chips>
        </div>
        <p className="text-xs text-muted">{o.sales.clock}</p>
      </div>
      {allowed ? (
        <Sums key={JSON.stringify([by, location, range])} by={by} location={location} range={range} />
      ) : (
        <p role="alert" className="rounded-xl bg-warn-soft px-4 py-3 text-sm text-warn">{o.sales.rangeFault(longestRange(by))}</p>
      )}
    </>
  );
}

function Sums({ by, location, range }: { by: SalesBy; location: string; range: Range }) {
  const nameOf = useNameOf(by);
  const answer = useAnswer(async (office) => {
    const [from, to] = [midnight(range.from)!, midnight(range.to, 1)!];
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const rows = await office.sales({ by, from: from.toISOString(), to: to.toISOString(), locationId: location || null, zone });
    return sumUp(rows, by, daysFrom(range.from, range.to));
  }, "sales", refreshMs);
  const download = (sums: SalesSum[]) => {
    const { key, name, currency, orders, payments, quantity, gross, refunds, discounts, tax } = o.sales;
    const header = [key, name, currency, by === "TENDER" ? payments : orders, quantity, gross, refunds, discounts, tax];
    saveFile(`sales-${by.toLowerCase()}-${range.from}-${range.to}.csv`, salesCsv(header, sums, nameOf), "text/csv");
  };
  return (
    <Answered answer={answer}>
      {(sums) =>
        sums.length === 0 ? (
          <Empty icon={<ReceiptIcon className="size-7" />} title={o.sales.none}>
            {o.sales.noneHint}
          </Empty>
        ) : (
          <>
            {sums.map((sum) => (
              <SalesSummary key={sum.currency} by={by} sum={sum} nameOf={nameOf} />
            ))}
            <Button className="self-start" onClick={() => download(sums)} data-testid="sales-csv">
              {o.sales.csv}
            </Button>
          </>
        )
      }
    </Answered>
  );
}
