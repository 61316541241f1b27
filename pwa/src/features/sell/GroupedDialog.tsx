import { useState } from "react";
import type { Amount } from "../../domain/barcode";
import { exactQuantity } from "../../domain/cart";
import { formatMoney } from "../../domain/money";
import { type Ruled, isSoldIn, nextSold } from "../../domain/sold";
import { t } from "../../i18n/messages";
import { type Grouped, type Sold, useServices } from "../../store/services";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { MinusIcon, PlusIcon } from "../../ui/icons";
import { notify } from "../../ui/notices";
import { notifyUnsold } from "./notifyUnsold";
import { QuantityField } from "./QuantityField";
import { type Step, useSale } from "./sale";

interface Props {
  product: Grouped;
  onSold(sold: Sold, amount: Amount): Promise<boolean>;
  onClose(): void;
}

/** How many of a member there are to begin with: as the group says, or what comes next to that of what is sold. */
function firstCount({ quantity, rules }: Ruled & { quantity: number }): number {
  const whole = Math.trunc(quantity);
  const said = [quantity, whole].find((count) => count === 0 || isSoldIn(count, { rules }));
  return said ?? nextSold(whole, true, { rules }) ?? 0;
}

/** The products of a group and how many of each; they become lines of their own, those that ask something after they were asked it. */
export function GroupedDialog({ product, onSold, onClose }: Props) {
  const services = useServices();
  const { currency, locale, go } = useSale();
  const [counts, setCounts] = useState(() => product.members.map(firstCount));
  const set = (index: number, count: number) => setCounts((now) => now.map((old, i) => (i === index ? exactQuantity(count) : old)));
  const more = (index: number) => {
    const { item, rules } = product.members[index]!;
    const next = nextSold(counts[index]!, true, { rules });
    if (next === null) notifyUnsold({ name: item.name, quantity: counts[index]! + 1, rules });
    else set(index, next);
  };
  const add = async () => {
    onClose();
    const asking: Extract<Step, { kind: "options" }>[] = [];
    for (const [i, { item }] of product.members.entries()) {
      const amount = { quantity: String(counts[i] ?? 0) };
      if (amount.quantity === "0") continue;
      const found = await services.find(item.sku);
      if (found.kind === "item") await onSold(found, amount);
      else if (found.kind === "options") asking.push({ kind: "options", asking: found, amount });
      else notify(t.sell.unknownCode(item.sku), "bad");
    }
    const first = asking.reduceRight<Step | null>((then, step) => ({ ...step, then }), null);
    if (first) go(first);
  };
  return (
    <Dialog title={product.item.name} onClose={onClose} testId="grouped">
      {product.members.length === 0 && <p className="text-muted">{t.options.none}</p>}
      <ul className="divide-y divide-line">
        {product.members.map(({ item, rules }, i) => (
          <li key={item.sku} className="flex items-center gap-2 py-2.5">
            <div className="min-w-0 flex-1">
              <p className="text-sm font-medium">{item.name}</p>
              <p className="text-xs text-muted">{item.price === null ? t.sell.noPrice(item.name) : formatMoney(item.price, currency, locale)}</p>
            </div>
            <Button size="icon" onClick={() => set(i, nextSold(counts[i]!, false, { rules }) ?? 0)} disabled={!counts[i]} aria-label={t.cart.less(item.name)}>
              <MinusIcon className="size-4" />
            </Button>
            <QuantityField name={item.name} quantity={counts[i]!} rules={rules} onQuantity={(count) => set(i, count)} testId={`grouped-quantity-${item.sku}`} />
            <Button size="icon" onClick={() => more(i)} aria-label={t.cart.more(item.name)} data-testid={`grouped-more-${item.sku}`}>
              <PlusIcon className="size-4" />
            </Button>
          </li>
        ))}
      </ul>
      <Button look="primary" size="large" className="mt-5 w-full" disabled={counts.every((count) => count === 0)} onClick={() => void add()} data-testid="grouped-add">
        {t.choices.add}
      </Button>
    </Dialog>
  );
}
