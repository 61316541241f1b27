import { type FormEvent, useRef, useState } from "react";
import { t } from "../i18n/messages";
import { Button } from "./Button";
import { EraseIcon } from "./icons";
import { usePending } from "./usePending";

const longest = 12;
const shortest = 4;

interface Props {
  title: string;
  action: string;
  /** Throws what to tell the person when the PIN is not taken. */
  onPin(pin: string): Promise<void>;
  onBack(): void;
}

/** Takes a PIN by touch or keyboard. */
export function PinPad({ title, action, onPin, onBack }: Props) {
  const [pin, setPin] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const { pending, error, run, reset } = usePending();
  const change = (next: string) => {
    reset();
    setPin(next.replace(/\D/g, "").slice(0, longest));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (pin.length < shortest) return;
    void run(async () => {
      try {
        await onPin(pin);
      } finally {
        setPin("");
        // The button that was pressed takes nothing until there is a PIN again.
        field.current?.focus();
      }
    });
  };
  const digit = (n: number) => (
    <Button key={n} size="large" className="text-2xl font-medium" disabled={pending} onClick={() => change(pin + n)} data-testid={`pin-${n}`}>
      {n}
    </Button>
  );
  return (
    <form onSubmit={submit} className="mt-6">
      <label htmlFor="pin" className="text-xl font-semibold tracking-tight">
        {title}
      </label>
      <input
        ref={field}
        id="pin"
        // Whoever chose a name wants to type the PIN next.
        // eslint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        type="password"
        inputMode="numeric"
        autoComplete="off"
        value={pin}
        onChange={(event) => change(event.target.value)}
        aria-invalid={error ? true : undefined}
        aria-describedby="pin-note"
        data-testid="pin-input"
        className="mt-4 h-14 w-full rounded-2xl border border-edge bg-surface text-center text-3xl tracking-[0.4em]"
      />
      <p id="pin-note" role="alert" className="mt-2 min-h-6 text-center text-sm text-bad">
        {error}
      </p>
      <div className="mt-2 grid grid-cols-3 gap-2.5">
        {[1, 2, 3, 4, 5, 6, 7, 8, 9].map(digit)}
        <Button look="quiet" size="large" onClick={onBack} className="px-1 text-sm">
          {t.back}
        </Button>
        {digit(0)}
        <Button look="quiet" size="large" onClick={() => change(pin.slice(0, -1))} aria-label={t.signIn.erase}>
          <EraseIcon className="size-6" />
        </Button>
      </div>
      <Button type="submit" look="primary" size="large" className="mt-4 w-full" disabled={pending || pin.length < shortest} data-testid="pin-submit">
        {pending ? t.signIn.working : action}
      </Button>
    </form>
  );
}
