import { useState } from "react";
import { type Search, filterOf, plainSearch } from "../../domain/officeSearch";
import type { OfficeOrderSummary } from "../../domain/office";
import { Button } from "../../ui/Button";
import { Empty } from "../../ui/Empty";
import { ReceiptIcon } from "../../ui/icons";
import { usePending } from "../../ui/usePending";
import { Answered } from "./Answered";
import { useAnswer, useOffice } from "./office";
import { OrderFilters } from "./OrderFilters";
import { OrderPage } from "./OrderPage";
import { OrderTable } from "./OrderTable";
import { o } from "./texts";

const refreshMs = 30_000;

/** All locations' orders, or one of them. The list keeps its place behind an order that is looked at. */
export function OrdersPage({ id }: { id: string | null }) {
  const [search, setSearch] = useState<Search>(plainSearch);
  return (
    <>
      {id !== null && <OrderPage key={id} id={id} />}
      <div hidden={id !== null} className="grid grid-cols-1 gap-4">
        <OrderFilters search={search} onSearch={setSearch} />
        <Found key={JSON.stringify(search)} search={search} live={id === null} />
      </div>
    </>
  );
}

function Found({ search, live }: { search: Search; live: boolean }) {
  const { office } = useOffice();
  const filter = filterOf(search);
  const answer = useAnswer((gateway) => gateway.orders(filter, null), String(live), live ? refreshMs : 0);
  const [more, setMore] = useState<{ orders: OfficeOrderSummary[]; next: string | null } | null>(null);
  const { pending, error, run } = usePending();
  return (
    <Answered answer={answer}>
      {(first) => {
        const next = more ? more.next : first.next;
        const seen = new Set(first.orders.map((order) => order.id));
        // The first page is read again from time to time, and may have grown into what was loaded after it.
        const orders = [...first.orders, ...(more?.orders ?? []).filter((order) => !seen.has(order.id))];
        const load = async () => {
          const page = await office.orders(filter, next);
          setMore({ orders: [...(more?.orders ?? []), ...page.orders], next: page.next });
        };
        if (orders.length === 0) {
          return (
            <Empty icon={<ReceiptIcon className="size-7" />} title={o.orders.none}>
              {o.orders.noneHint}
            </Empty>
          );
        }
        return (
          <>
            <OrderTable orders={orders} />
            {error && <p role="alert" className="text-sm text-bad">{error}</p>}
            {next !== null && (
              <Button className="justify-self-center" disabled={pending} onClick={() => void run(load)} data-testid="office-more">
                {o.orders.more}
              </Button>
            )}
          </>
        );
      }}
    </Answered>
  );
}
