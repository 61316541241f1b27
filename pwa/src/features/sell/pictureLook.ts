/** How initials look that stand for a product's picture, drawn by React or not. */
export const initialsLook =
  "grid place-items-center text-2xl font-semibold tracking-wide text-[oklch(0.45_0.05_var(--hue))] bg-[oklch(0.945_0.018_var(--hue))] dark:bg-[oklch(0.3_0.025_var(--hue))] dark:text-[oklch(0.85_0.06_var(--hue))]";
