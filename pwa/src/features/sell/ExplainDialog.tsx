import { toMinor } from "../../domain/money";
import type { Step } from "../../domain/totals/trace";
import { decimalSign, t } from "../../i18n/messages";
import { Dialog } from "../../ui/Dialog";
import { useSale } from "./sale";

/** Why the total is what it is: every price, rate, rule and rounding that led to it. */
export function ExplainDialog({ onClose }: { onClose(): void }) {
  const { cart, pricer, currency, money } = useSale();
  const steps = cart && pricer ? pricer.explain(cart, new Date()) : [];
  const shown = ({ stage, amount }: Step) => {
    if (stage === "rule") return "";
    return stage === "rate" || stage === "rounding" ? amount.replace(".", decimalSign) : money(toMinor(amount, currency) ?? 0);
  };
  const groups = new Map<string, typeof steps>();
  for (const step of steps) {
    const line = step.line > 0 ? cart?.lines[step.line - 1] : undefined;
    const title = line ? `${line.quantity} × ${line.name}` : step.stage === "rule" ? t.explain.rules : t.explain.order;
    groups.set(title, [...(groups.get(title) ?? []), step]);
  }
  return (
    <Dialog title={t.explain.title} onClose={onClose} wide testId="explain">
      <p className="mb-4 text-sm text-muted">{t.explain.intro}</p>
      <div className="grid gap-5">
        {[...groups].map(([title, list]) => (
          <section key={title}>
            <h3 className="mb-1.5 font-semibold">{title}</h3>
            <ul className="divide-y divide-line rounded-xl border border-line text-sm">
              {list.map((step, i) => (
                <li key={i} className="flex items-baseline gap-3 px-3 py-2">
                  <span className="w-20 shrink-0 text-xs text-muted">{t.explain.stages[step.stage]}</span>
                  <span className="min-w-0 flex-1 break-words">{step.text}</span>
                  <span className="tabular-nums">{shown(step)}</span>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
