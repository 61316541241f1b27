import { useState } from "react";
import { formatMoney } from "../../domain/money";
import type { Explanation, OfficeOrder } from "../../domain/office";
import { Teller, explain } from "../../i18n/explain";
import { Button } from "../../ui/Button";
import { usePending } from "../../ui/usePending";
import { Card, Facts } from "./Card";
import { useOffice } from "./office";
import { o } from "./texts";

/** Calculates an order again, as things are now, and says where that differs. */
export function OrderExplained({ order }: { order: OfficeOrder }) {
  const { office } = useOffice();
  const [explained, setExplained] = useState<Explanation | null>(null);
  const { pending, error, run } = usePending();
  return (
    <Card title={o.order.explain}>
      {error && <p role="alert" className="mb-3 text-sm text-bad">{error}</p>}
      {explained ? (
        <Explained order={order} explained={explained} />
      ) : (
        <Button disabled={pending} onClick={() => void run(async () => setExplained(await office.explain(order.id)))} data-testid="office-explain">
          {o.order.explainNow}
        </Button>
      )}
    </Card>
  );
}

function Explained({ order, explained }: { order: OfficeOrder; explained: Explanation }) {
  const { locale } = useOffice();
  const { current, payable, refused, steps, needsMagento, fromRules, fromMagento } = explained;
  const stages: Record<string, string> = explain.stages;
  const teller = new Teller(order.currency, locale);
  return (
    <div className="grid gap-3 text-sm" data-testid="office-explained">
      <p className="text-muted">{current ? o.order.explainCurrent : o.order.explainOld}</p>
      {refused !== null && steps.length === 0 && <p className="text-bad">{refused}</p>}
      {refused === null && !fromRules && !fromMagento && <p className="text-ok">{o.order.explainAgrees}</p>}
      {needsMagento.length > 0 && <p>{o.order.explainOnlyMagento(needsMagento.join(", "))}</p>}
      <Facts
        facts={[
          [o.order.explainRules, fromRules && teller.difference("rules", fromRules)],
          [o.order.explainMagento, fromMagento && teller.difference("magento", fromMagento)],
          [o.order.total, payable === null ? null : formatMoney(payable, order.currency, locale)],
        ]}
      />
      <ol className="grid max-h-96 gap-1.5 overflow-y-auto">
        {steps.map((step, i) => (
          <li key={i} className="flex gap-3">
            <span className="min-w-0 flex-1">
              <span className="text-muted">{[step.line > 0 ? o.order.line(step.line) : o.order.wholeOrder, step.sku, stages[step.stage] ?? step.stage].filter(Boolean).join(" · ")}</span>
              <span className="block break-words">{teller.text(step)}</span>
            </span>
            <span className="tabular-nums">{teller.amount(step)}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
