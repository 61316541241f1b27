import { stageOf } from "../../domain/totals/trace";
import { Teller, explain } from "../../i18n/explain";
import { Dialog } from "../../ui/Dialog";
import { useSale } from "./sale";

/** Why the total is what it is: every price, rate, rule and rounding that led to it. */
export function ExplainDialog({ onClose }: { onClose(): void }) {
  const { cart, pricer, currency, locale } = useSale();
  const steps = cart && pricer ? pricer.explain(cart, new Date()) : [];
  const teller = new Teller(currency, locale);
  const groups = new Map<string, typeof steps>();
  // The parts of a bundle that are priced each are told apart.
  const several = new Set(steps.filter((a) => steps.some((b) => a.line === b.line && a.sku !== b.sku)).map(({ line }) => line));
  for (const step of steps) {
    const line = step.line > 0 ? cart?.lines[step.line - 1] : undefined;
    const part = several.has(step.line) ? ` · ${step.sku ?? ""}` : "";
    const title = line ? `${line.quantity} × ${line.name}${part}` : stageOf(step.code) === "rule" ? explain.rules : explain.order;
    groups.set(title, [...(groups.get(title) ?? []), step]);
  }
  return (
    <Dialog title={explain.title} onClose={onClose} wide testId="explain">
      <p className="mb-4 text-sm text-muted">{explain.intro}</p>
      <div className="grid gap-5">
        {[...groups].map(([title, list]) => (
          <section key={title}>
            <h3 className="mb-1.5 font-semibold">{title}</h3>
            <ul className="divide-y divide-line rounded-xl border border-line text-sm">
              {list.map((step, i) => (
                <li key={i} className="flex items-baseline gap-3 px-3 py-2">
                  <span className="w-20 shrink-0 text-xs text-muted">{explain.stages[stageOf(step.code)]}</span>
                  <span className="min-w-0 flex-1 break-words">{teller.text(step)}</span>
                  <span className="tabular-nums">{teller.amount(step)}</span>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
