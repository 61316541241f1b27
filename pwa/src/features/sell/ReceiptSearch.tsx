import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { t } from "../../i18n/messages";
import { Button } from "../../ui/Button";
import { Field } from "../../ui/Field";

interface Props {
  /** What was looked for last, empty at first. */
  receipt: string;
  hint: string;
  /** Why that was not found; empty while it is looked for. */
  fault: string;
  onSearch(receipt: string): void;
  testId: string;
  /** Other ways on. */
  children?: ReactNode;
}

/** Asks for the number of a receipt, and for another one after a fault. */
export function ReceiptSearch({ receipt, hint, fault, onSearch, testId, children }: Props) {
  const [typed, setTyped] = useState(receipt);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!fault) return;
    field.current?.focus();
    field.current?.select();
  }, [fault]);
  const search = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim()) onSearch(typed.trim());
  };
  return (
    <form onSubmit={search} className="grid gap-4">
      <Field
        ref={field}
        label={t.returns.receipt}
        hint={hint}
        value={typed}
        onChange={(event) => setTyped(event.target.value.slice(0, 80))}
        error={fault}
        autoComplete="off"
        spellCheck={false}
        // The number is what this dialog asks for.
        // eslint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        data-testid={`${testId}-receipt`}
      />
      <Button type="submit" look="primary" size="large" disabled={!typed.trim()} data-testid={`${testId}-search`}>
        {t.returns.search}
      </Button>
      {children}
    </form>
  );
}
