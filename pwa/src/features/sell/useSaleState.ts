import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { type Permission, allows } from "../../domain/approval";
import { type Cart, withApproval } from "../../domain/cart";
import { Pricer } from "../../domain/charge";
import { formatMoney } from "../../domain/money";
import type { Place, Staff, Workplace } from "../../domain/workplace";
import { changeCart } from "../../store/cart";
import { useDatabase, useLive, useSetting } from "../../store/live";
import { useServices } from "../../store/services";
import { useStoreView } from "../../store/storeView";
import { localeOf } from "../../i18n/language";
import { useNow } from "../../ui/useNow";
import { rehearse } from "./rehearse";
import type { Sale, Step } from "./sale";

/** Something that waits for a PIN. */
export interface Asked {
  permission: Permission;
  then(staffId: string): void;
}

/** Steps that are about the open order, and end with it. */
const aboutOrder: ReadonlySet<Step["kind"]> = new Set(["line", "clear", "coupon", "delivery", "discount", "exempt", "explain", "pay"]);

/** The sale at this register, the step in front of it, and what waits for somebody's PIN. */
export function useSaleState(workplace: Workplace, staff: Staff): { sale: Sale; step: Step | null; asked: Asked | null; answer(): void } {
  const db = useDatabase();
  const services = useServices();
  const now = useNow();
  const [step, go] = useState<Step | null>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  const cart = useSetting("cart");
  const [order, setOrder] = useState(cart?.id);
  if (order !== cart?.id) {
    setOrder(cart?.id);
    // Another tab has completed or parked it: what is asked about it here must not wait for the next one.
    if (order !== undefined && step && aboutOrder.has(step.kind)) go(null);
  }
  const store = useStoreView();
  const version = useSyncExternalStore(services.onCatalogStatus, () => `${services.catalogStatus().phase} ${services.catalogStatus().pricing}`);
  const pricing = useLive(() => services.pricing(), [], version) ?? null;
  const { address, shippingMethod, paymentMethod } = workplace.location;
  const place = JSON.stringify({ ...address, shippingMethod, paymentMethod } satisfies Place);
  const pricer = useMemo(() => pricing && new Pricer(pricing, JSON.parse(place) as Place), [pricing, place]);
  const currency = store?.baseCurrency ?? cart?.currency ?? "USD";
  const locale = localeOf(store?.locale);
  useEffect(() => (pricer ? rehearse(pricer, currency, locale) : undefined), [pricer, currency, locale]);
  const sale = useMemo((): Sale => {
    const change = (edit: (cart: Cart) => Cart) => changeCart(db, currency, edit);
    const permitted = (permission: Permission, then: (staffId: string) => void) => {
      const who = allows(staff, cart?.approvals ?? [], permission, Date.now());
      if (who === null) setAsked({ permission, then });
      else then(who);
    };
    return {
      workplace,
      staff,
      locale,
      currency,
      cart,
      pricer,
      charge: cart && pricer ? pricer.charge(cart, new Date(now)) : null,
      money: (amount) => formatMoney(amount, currency, locale),
      change,
      permitted,
      changePermitted: (permission, edit) =>
        permitted(permission, (who) => void change((old) => withApproval(edit(old), { permission, staffId: who, forId: staff.id }, new Date()))),
      go,
    };
  }, [db, workplace, staff, locale, currency, cart, pricer, now]);
  return { sale, step, asked, answer: () => setAsked(null) };
}
