import { useState } from "react";
import { type Search, filterOf, plainSearch } from "../../domain/officeSearch";
import type { OfficeOrderFilter, OfficeOrderSummary } from "../../domain/office";
import type { Office } from "../../store/office";
import { Button } from "../../ui/Button";
import { Empty } from "../../ui/Empty";
import { ReceiptIcon } from "../../ui/icons";
import { Answered } from "./Answered";
import { useAnswer } from "./office";
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
  const filter = filterOf(search);
  const [pages, setPages] = useState(1);
  // All pages anew each time: orders that come in move others from the first page to what was loaded after it.
  const answer = useAnswer((office) => firstPages(office, filter, pages), `${live} ${pages}`, live ? refreshMs : 0);
  return (
    <Answered answer={answer}>
      {({ orders, next, pages: shown }) => {
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
            {next !== null && (
              <Button className="justify-self-center" disabled={shown < pages} onClick={() => setPages(shown + 1)} data-testid="office-more">
                {o.orders.more}
              </Button>
            )}
          </>
        );
      }}
    </Answered>
  );
}

/** So many pages of orders as one, each order once, with what follows them. */
async function firstPages(office: Office, filter: OfficeOrderFilter, pages: number) {
  const orders: OfficeOrderSummary[] = [];
  let next: string | null = null;
  for (let page = 0; page < pages && (page === 0 || next !== null); page++) {
    const answer: Awaited<ReturnType<Office["orders"]>> = await office.orders(filter, next);
    orders.push(...answer.orders);
    next = answer.next;
  }
  return { orders, next, pages };
}
