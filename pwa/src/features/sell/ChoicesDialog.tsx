import { useState } from "react";
import { type Choices, answerOf, missingChoice } from "../../domain/choices";
import { sellsLinks } from "../../domain/product";
import { t } from "../../i18n/messages";
import { useLive } from "../../store/live";
import { type Asking, type Sold, useServices } from "../../store/services";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { BundleFields } from "./BundleFields";
import { CustomFields } from "./CustomFields";
import { LinkFields } from "./LinkFields";
import { previewOf } from "./preview";
import { useSale } from "./sale";
import { StopText } from "./StopText";

interface Props {
  asking: Asking;
  onSold(sold: Sold): Promise<boolean>;
  onClose(): void;
}

/** Asks what a product is sold with: the parts of a bundle, customizable options, files; its price follows the answers. */
export function ChoicesDialog({ asking, onSold, onClose }: Props) {
  const services = useServices();
  const { pricer, currency, money, cart } = useSale();
  const [choices, setChoices] = useState<Choices>(asking.choices);
  const { asks, item, parts } = asking;
  const sold = useLive(() => services.sell(item.sku, choices), [], JSON.stringify(choices));
  const preview = sold && pricer ? previewOf(pricer, sold, currency, new Date(), cart?.customer) : null;
  const missing = missingChoice(asks, choices);
  const impossible = asks.customOptions?.find((option) => option.required && answerOf(option) === "unsupported");
  const change = (next: Partial<Choices>) => setChoices((now) => ({ ...now, ...next }));
  const add = () => {
    if (!sold) return;
    onClose();
    void onSold(sold);
  };
  return (
    <Dialog title={item.name} onClose={onClose} testId="choices">
      <div className="grid gap-6">
        {asks.bundle && <BundleFields bundle={asks.bundle} parts={parts} value={choices.bundle ?? []} onChange={(bundle) => change({ bundle })} />}
        {asks.customOptions && <CustomFields options={asks.customOptions} value={choices.custom ?? []} onChange={(custom) => setChoices((now) => ({ ...now, custom: custom(now.custom ?? []) }))} />}
        {sellsLinks(asks) && <LinkFields downloads={asks.downloads ?? []} value={choices.links ?? []} onChange={(links) => change({ links })} />}
      </div>
      <div className="sticky -bottom-6 -mx-6 mt-6 -mb-6 border-t border-line bg-surface px-6 py-4">
        {(impossible ?? missing) && (
          <p role="status" className="mb-3 text-sm text-muted">
            {impossible ? t.choices.impossible(impossible.title) : t.choices.missing(missing ?? "")}
          </p>
        )}
        {preview?.stop && <p role="alert" className="mb-3 text-sm text-bad"><StopText stop={preview.stop} /></p>}
        <Button look="primary" size="large" className="w-full" disabled={!sold || Boolean(impossible)} onClick={add} data-testid="choices-add">
          {t.choices.add} {preview && <span className="tabular-nums">{money(preview.lines[0]?.shownUnit ?? 0)}</span>}
        </Button>
      </div>
    </Dialog>
  );
}
