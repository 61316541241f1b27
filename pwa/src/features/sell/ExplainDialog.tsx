import { stageOf } from "../../domain/totals/trace";
import { Teller, explain } from "../../i18n/explain";
import { Dialog } from "../../ui/Dialog";
import { explained } from "./explained";
import { useSale } from "./sale";

/** Why the total is what it is: every price, rate, rule and rounding that led to it. */
export function ExplainDialog({ onClose }: { onClose(): void }) {
  const { cart, pricer, currency, locale } = useSale();
  const steps = cart && pricer ? pricer.explain(cart, new Date()) : [];
  const teller = new Teller(currency, locale);
  const groups = cart ? explained(steps, cart) : [];
  return (
    <Dialog title={explain.title} onClose={onClose} wide testId="explain">
      <p className="mb-4 text-sm text-muted">{explain.intro}</p>
      <div className="grid gap-5">
        {groups.map(({ title, steps: list }, at) => (
          <section key={at}>
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
