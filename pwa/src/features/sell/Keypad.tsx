import { minorDigits } from "../../domain/money";
import { decimalSign, t } from "../../i18n/messages";
import { Button } from "../../ui/Button";
import { EraseIcon } from "../../ui/icons";

/** Digits for fingers. */
export function Keypad({ currency, typed, onType }: { currency: string; typed: string; onType(text: string): void }) {
  const press = (key: string) => {
    const fraction = typed.split(/[.,]/)[1];
    if (key === decimalSign && (fraction !== undefined || minorDigits(currency) === 0)) return;
    if (fraction !== undefined && fraction.length >= minorDigits(currency)) return;
    if (typed.length < 14) onType(typed + key);
  };
  return (
    <div role="group" aria-label={t.pay.keypad} dir="ltr" className="grid grid-cols-3 gap-2">
      {["7", "8", "9", "4", "5", "6", "1", "2", "3", "0", decimalSign].map((key) => (
        <Button key={key} onClick={() => press(key)} className="h-16 text-xl font-medium" data-testid={`key-${key}`}>
          {key}
        </Button>
      ))}
      <Button look="quiet" onClick={() => onType(typed.slice(0, -1))} aria-label={t.pay.erase} className="h-16">
        <EraseIcon className="size-6" />
      </Button>
    </div>
  );
}
