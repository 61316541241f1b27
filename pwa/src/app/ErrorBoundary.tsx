import { Component, type ReactNode } from "react";
import { t } from "../i18n/messages";

/** What is left when the screen itself fails: everything sold is in the database, so a reload is safe. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <main role="alert" className="grid h-full place-items-center p-8 text-center">
        <p className="max-w-sm">{t.failed}</p>
      </main>
    );
  }
}
