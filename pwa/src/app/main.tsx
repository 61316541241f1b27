import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { directionOf, language } from "../i18n/language";
import { t } from "../i18n/messages";
import { isFull } from "../store/database";
import { DatabaseContext } from "../store/live";
import { ServicesContext } from "../store/services";
import { Notices, notify } from "../ui/notices";
import { startTheme } from "../ui/theme";
import { App } from "./App";
import { ErrorBoundary } from "./ErrorBoundary";
import { whenQuiet } from "./quiet";
import { start } from "./start";
import { registerServiceWorker } from "./update";
import "./styles.css";

document.documentElement.lang = language;
document.documentElement.dir = directionOf(language);
startTheme();
const root = document.getElementById("root")!;
if (location.hash === "#display") void import("./display").then(({ showDisplay }) => showDisplay(root));
else openRegister(root);

/** The register itself. */
function openRegister(root: HTMLElement): void {
  const { db, services } = start();
  registerServiceWorker(db);
  // What is recorded without anybody waiting for it, such as a line of an order.
  window.addEventListener("unhandledrejection", (event) => isFull(event.reason) && notify(t.complaints.space, "bad"));
  // Measuring must not make slower what it measures; what happened before is told all the same.
  whenQuiet(() => void import("./vitals").then(({ startVitals }) => startVitals()));

  const screen = createRoot(root);
  db.run(() => Promise.resolve()).catch(async (cause: unknown) => {
    const { Unopened } = await import("./Unopened");
    screen.render(<Unopened cause={cause} />);
  });
  screen.render(
    <StrictMode>
      <ErrorBoundary>
        <DatabaseContext value={db}>
          <ServicesContext value={services}>
            <App />
            <Notices />
          </ServicesContext>
        </DatabaseContext>
      </ErrorBoundary>
    </StrictMode>,
  );
}
