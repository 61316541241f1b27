import { useState } from "react";
import { hueOf, initials } from "../../domain/product";
import { cx } from "../../ui/cx";
import { initialsLook } from "./pictureLook";

interface Props {
  src: string;
  name: string;
  className?: string;
}

/** A product's picture, or its initials where there is none or it cannot be loaded now. */
export function Picture({ src, name, className = "size-full" }: Props) {
  const [failed, setFailed] = useState("");
  if (src && failed !== src) {
    // One of its own for each file: until another has arrived, the one before would stand for it. Lazy ones are asked for after the
    // words beside them are on the screen, for which somebody waits.
    return <img key={src} src={src} alt="" decoding="async" loading="lazy" onError={() => setFailed(src)} className={cx("bg-white object-contain", className)} />;
  }
  return (
    <span aria-hidden="true" className={cx(initialsLook, className)} style={{ "--hue": hueOf(name) } as React.CSSProperties}>
      {initials(name)}
    </span>
  );
}
