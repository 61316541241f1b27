import { memo } from "react";
import type { CartLine } from "../../domain/cart";
import type { LineCharge } from "../../domain/charge";
import { formatMoney } from "../../domain/money";
import { nextSold } from "../../domain/sold";
import { t } from "../../i18n/messages";
import { once } from "../../ui/once";
import { notifyUnsold } from "./notifyUnsold";
import { Picture } from "./Picture";
import { QuantityField } from "./QuantityField";
import { useInSight } from "./useInSight";

// Signs as text: a drawing in each of three buttons takes longer to lay out and paint than the rest of the line.
const sign = "size-11 shrink-0 rounded-xl leading-none select-none hover:bg-sunken";
const stepper = `${sign} border border-line text-xl bg-surface text-ink`;
const remover = `${sign} -me-2 ms-auto text-2xl text-muted hover:text-ink`;

interface Props {
  line: CartLine;
  /** null until it can be calculated. */
  charge: LineCharge | null;
  currency: string;
  locale: string;
  onQuantity(line: CartLine, quantity: number): void;
  onDetails(line: CartLine): void;
}

/** One line of the open order. Drawn anew only when it changed: a long order must not slow the next scan. */
export const CartRow = memo(function CartRow({ line, charge, currency, locale, onQuantity, onDetails }: Props) {
  const money = (amount: number) => formatMoney(amount, currency, locale);
  const changed = line.override ?? line.manual;
  const step = (up: boolean) => {
    const next = nextSold(line.quantity, up, line);
    if (up && !next) notifyUnsold({ ...line, quantity: line.quantity + 1 });
    else onQuantity(line, next ?? 0);
  };
  const place = useInSight<HTMLLIElement>(line.quantity);
  return (
    <li ref={place} data-testid={`cart-line-${line.sku}`} data-quantity={line.quantity} className="flex gap-3 px-3 py-3 [contain:layout_paint_style] md:px-5">
      <Picture src={line.image} name={line.name} className="size-12 shrink-0 rounded-xl border border-line text-sm!" />
      <div className="min-w-0 flex-1">
        <button type="button" onClick={() => onDetails(line)} data-testid={`line-${line.sku}`} className="-m-1 flex w-[calc(100%+0.5rem)] items-start gap-2 rounded-lg p-1 text-start hover:bg-sunken">
          <span className="min-w-0 flex-1 wrap-anywhere">
            <span className="block text-sm leading-snug font-medium">{line.name}</span>
            <span className="block text-xs text-muted">{[line.detail, line.sku].filter(Boolean).join(" · ")}</span>
            {changed && <span className="block text-xs text-info">{t.cart.changed(changed.reason)}</span>}
          </span>
          <Amount line={line} charge={charge} money={money} />
        </button>
        <div className="mt-1.5 flex items-center gap-1">
          <button type="button" onClick={() => step(false)} aria-label={t.cart.less(line.name)} data-testid={`less-${line.sku}`} className={stepper}>
            −
          </button>
          <QuantityField name={line.name} quantity={line.quantity} rules={line.rules} onQuantity={(quantity) => quantity > 0 && onQuantity(line, quantity)} testId={`quantity-${line.sku}`} />
          <button type="button" onClick={() => step(true)} aria-label={t.cart.more(line.name)} data-testid={`more-${line.sku}`} className={stepper}>
            +
          </button>
          {line.quantity !== 1 && charge && <span className="ms-1 min-w-0 truncate text-xs text-muted">{t.cart.each(money(charge.shownUnit))}</span>}
          <button type="button" onClick={once(() => onQuantity(line, 0))} aria-label={t.cart.remove(line.name)} data-testid={`remove-${line.sku}`} className={remover}>
            ×
          </button>
        </div>
      </div>
    </li>
  );
}, isSame);

/** What the line comes to, and what is off of that. */
function Amount({ line, charge, money }: Pick<Props, "line" | "charge"> & { money(amount: number): string }) {
  const total = charge ? money(charge.shownRow) : "–";
  const look = "pt-px text-end text-sm font-semibold tabular-nums";
  if (!charge?.discount) return <span className={look} data-testid={`cart-line-total-${line.sku}`}>{total}</span>;
  return (
    <span className={look}>
      <span className="block" data-testid={`cart-line-total-${line.sku}`}>{total}</span>
      <span className="block text-xs font-medium text-ok" data-testid={`cart-line-discount-${line.sku}`}>{money(-charge.discount)}</span>
    </span>
  );
}

/** Each calculation makes new objects, and so does each read of the order: lines are compared by what is shown of them, and by what may be typed. */
function isSame(a: Props, b: Props): boolean {
  if (a.currency !== b.currency || a.locale !== b.locale || a.onQuantity !== b.onQuantity || a.onDetails !== b.onDetails) return false;
  const [x, y] = [a.charge, b.charge];
  if (x?.shownRow !== y?.shownRow || x?.shownUnit !== y?.shownUnit || x?.discount !== y?.discount) return false;
  return a.line === b.line || shown(a.line) === shown(b.line);
}

function shown({ id, sku, name, detail, quantity, rules, image, override, manual }: CartLine): string {
  return [id, sku, name, detail, quantity, rules && JSON.stringify(rules), image, override?.reason, manual?.reason].join("\n");
}
