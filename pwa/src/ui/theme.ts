/** How the register looks: as the device, or as chosen here. */
export type Theme = "system" | "light" | "dark";

const key = "tillway-theme";
const dark = matchMedia("(prefers-color-scheme: dark)");

/** The chosen appearance. */
export function theme(): Theme {
  const stored = localStorage.getItem(key);
  return stored === "light" || stored === "dark" ? stored : "system";
}

/** Chooses an appearance, for this browser. */
export function setTheme(next: Theme): void {
  localStorage.setItem(key, next);
  apply();
}

/** Applies the appearance now and whenever the device's changes. */
export function startTheme(): void {
  apply();
  dark.addEventListener("change", apply);
}

function apply(): void {
  const chosen = theme();
  document.documentElement.dataset.theme = chosen === "system" ? (dark.matches ? "dark" : "light") : chosen;
}
