import { useState } from "react";
import { isWaitingMeant } from "../../domain/waiting";
import { formatTime, t } from "../../i18n/messages";
import { useLive, useSetting } from "../../store/live";
import { useServices } from "../../store/services";
import { useStoreView } from "../../store/storeView";
import { waitingHere } from "../../store/waiting";
import { Button } from "../../ui/Button";
import { Chip } from "../../ui/Chip";
import { Chips } from "../../ui/Chips";
import { Empty } from "../../ui/Empty";
import { Field } from "../../ui/Field";
import { BoxIcon, SearchIcon } from "../../ui/icons";
import { useAsked } from "../../ui/useAsked";
import { useNow } from "../../ui/useNow";
import { o } from "./texts";
import { WaitingRow } from "./WaitingRow";

const filters = ["all", "handOver", "owed"] as const;
type Filter = (typeof filters)[number];

const refreshMs = 20_000;
/** More rows than anybody reads; a search narrows them. */
const mostRows = 100;

/** Orders whose customers come back to this location: to pay the rest, or to pick the goods up. */
export function WaitingList({ locale, onSell }: { locale: string; onSell(): void }) {
  const services = useServices();
  const asked = useAsked(async () => (await services.desk()).refresh().then(() => true), "waiting", refreshMs);
  const here = useLive(waitingHere, ["waiting", "orders", "device"]);
  const places = useSetting("device")?.workplace;
  const currency = useStoreView()?.baseCurrency;
  const [search, setSearch] = useState("");
  const [filter, setFilter] = useState<Filter>("all");
  const now = useNow();
  if (!here || !places || (here.at === 0 && !asked.error && here.orders.length === 0)) return <Loading />;
  const meant = here.orders.filter((order) => isWaitingMeant(order, search));
  const of = (which: Filter) => meant.filter((order) => which === "all" || (which === "owed" ? order.open > 0 : order.handOver));
  const shown = of(filter).slice(0, mostRows);
  const nobody = here.orders.length === 0;
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h1 className="me-auto text-xl font-semibold tracking-tight">{o.desk.title}</h1>
        <p className="text-sm text-muted" data-testid="waiting-as-of">{here.at ? o.desk.asOf(formatTime(here.at)) : o.desk.never}</p>
        <Button onClick={asked.again} data-testid="waiting-refresh">
          {o.desk.refresh}
        </Button>
      </div>
      {asked.error ? (
        <p role="status" className="rounded-xl bg-warn-soft p-3 text-sm text-warn" data-testid="waiting-fault">
          {asked.error.message === t.offlineHint ? o.desk.offline : asked.error.message}
        </p>
      ) : (
        <p className="text-sm text-muted">{o.desk.intro}</p>
      )}
      <Field
        label={o.desk.search}
        type="search"
        value={search}
        placeholder={o.desk.searchHint}
        onChange={(event) => setSearch(event.target.value.slice(0, 100))}
        autoComplete="off"
        spellCheck={false}
        data-testid="waiting-search"
      />
      <Chips label={o.desk.title}>
        {filters.map((each) => (
          <Chip key={each} on={filter === each} onClick={() => setFilter(each)} data-testid={`waiting-filter-${each}`}>
            {o.desk.filters[each]}
            <span className="tabular-nums opacity-85">{of(each).length}</span>
          </Chip>
        ))}
      </Chips>
      {shown.length === 0 ? (
        <Empty icon={nobody ? <BoxIcon className="size-7" /> : <SearchIcon className="size-7" />} title={nobody ? o.desk.empty : o.desk.noMatch}>
          {nobody ? o.desk.emptyHint : o.desk.noMatchHint}
        </Empty>
      ) : (
        <ul className="divide-y divide-line overflow-hidden rounded-2xl border border-line bg-surface" data-testid="waiting">
          {shown.map((order) => (
            <WaitingRow
              key={order.orderId}
              order={order}
              now={now}
              locale={locale}
              places={places}
              payable={order.currency === currency}
              online={!asked.error}
              onSell={onSell}
              onDone={asked.again}
            />
          ))}
        </ul>
      )}
      {(here.more || shown.length < of(filter).length) && <p className="text-sm text-muted">{o.desk.more}</p>}
    </>
  );
}

function Loading() {
  return (
    <div role="status" aria-label={t.loading} className="grid gap-3">
      {[0, 1, 2].map((n) => (
        <div key={n} className="h-16 animate-pulse rounded-2xl bg-sunken" />
      ))}
    </div>
  );
}
