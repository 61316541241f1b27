import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { DisplayScreen } from "../features/display/DisplayScreen";
import { ErrorBoundary } from "./ErrorBoundary";

/** Makes this window the customer display: no database, no gateway, nothing that belongs to staff. */
export function showDisplay(root: HTMLElement): void {
  // Going elsewhere in this window opens the register as usual.
  window.addEventListener("hashchange", () => location.reload());
  createRoot(root).render(
    <StrictMode>
      <ErrorBoundary>
        <DisplayScreen />
      </ErrorBoundary>
    </StrictMode>,
  );
}
