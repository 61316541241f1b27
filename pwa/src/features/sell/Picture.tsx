import { useState } from "react";
import { hueOf, initials } from "../../domain/product";
import { cx } from "../../ui/cx";

interface Props {
  src: string;
  name: string;
  className?: string;
}

/** A product's picture, or its initials where there is none or it cannot be loaded now. */
export function Picture({ src, name, className = "size-full" }: Props) {
  const [failed, setFailed] = useState("");
  if (src && failed !== src) {
    return (
      // One of its own for each file: until another has arrived, the one before would stand for it. Lazy ones are asked for after the
      // words beside them are on the screen, for which somebody waits.
      <img
        key={src}
        src={src}
        alt=""
        decoding="async"
        loading="lazy"
        onError={() => setFailed(src)}
        className={cx("bg-white object-contain", className)}
      />
    );
  }
  const hue = hueOf(name);
  return (
    <span
      aria-hidden="true"
      className={cx("grid place-items-center text-2xl font-semibold tracking-wide text-[oklch(0.45_0.05_var(--hue))] bg-[oklch(0.945_0.018_var(--hue))] dark:bg-[oklch(0.3_0.025_var(--hue))] dark:text-[oklch(0.85_0.06_var(--hue))]", className)}
      style={{ "--hue": hue } as React.CSSProperties}
    >
      {initials(name)}
    </span>
  );
}
