import { unopened } from "../i18n/unopened";
import { Button } from "../ui/Button";

/** What is left when the browser does not open what is stored here: nothing can be sold, and nothing is lost. */
export function Unopened({ cause }: { cause: unknown }) {
  const newer = cause instanceof DOMException && cause.name === "VersionError";
  return (
    <main className="grid h-full place-content-center justify-items-center gap-6 p-8 text-center" data-testid="unopened">
      <p role="alert" className="max-w-md">{newer ? unopened.newer : unopened.other}</p>
      <Button size="large" onClick={() => location.reload()}>{unopened.reload}</Button>
    </main>
  );
}
