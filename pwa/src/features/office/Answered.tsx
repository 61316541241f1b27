import type { ReactNode } from "react";
import { t } from "../../i18n/messages";
import { SignInAgain } from "../../store/office";
import { Button } from "../../ui/Button";
import { Empty } from "../../ui/Empty";
import { AlertIcon } from "../../ui/icons";
import type { Answer } from "../../ui/useAsked";
import { useOffice } from "./office";
import { SignInForm } from "./SignInForm";
import { o } from "./texts";

/** Shows an answer; before it is there that it comes, or why it does not and what to do. */
export function Answered<T>({ answer, children }: { answer: Answer<T>; children(value: T): ReactNode }) {
  const { staff } = useOffice();
  const { value, error, again } = answer;
  if (error instanceof SignInAgain) return <SignInForm staff={staff} />;
  if (value === undefined && error) {
    return (
      <Empty icon={<AlertIcon className="size-7" />} title={error.message}>
        <p>{o.needsGateway}</p>
        <Button className="mt-4" onClick={again} data-testid="office-again">
          {o.retry}
        </Button>
      </Empty>
    );
  }
  if (value === undefined) return <Loading />;
  return (
    <>
      {error && (
        <p role="alert" className="mb-4 flex flex-wrap items-center gap-3 rounded-xl bg-warn-soft px-4 py-2 text-sm text-warn">
          <span className="me-auto">{error.message} {o.stale}</span>
          <Button onClick={again}>{o.retry}</Button>
        </p>
      )}
      {children(value)}
    </>
  );
}

function Loading() {
  return (
    <div role="status" aria-label={t.loading} className="grid gap-3">
      {[0, 1, 2].map((n) => (
        <div key={n} className="h-20 animate-pulse rounded-2xl bg-sunken" />
      ))}
    </div>
  );
}
