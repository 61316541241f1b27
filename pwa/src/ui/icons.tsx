import type { ReactNode } from "react";
import { cx } from "./cx";

/** turned is for an icon that points along the line: it points the other way where lines are written to the left. */
function icon(name: string, shape: ReactNode, turned = false) {
  function Icon({ className }: { className?: string }) {
    return (
      <svg
        viewBox="0 0 24 24"
        aria-hidden="true"
        className={cx("icon size-5 shrink-0", turned && "rtl:-scale-x-100", className)}
      >
        {shape}
      </svg>
    );
  }
  Icon.displayName = name;
  return Icon;
}

export const SearchIcon = icon("SearchIcon", <><circle cx="11" cy="11" r="7" /><path d="m20 20-3.5-3.5" /></>);
export const CloseIcon = icon("CloseIcon", <path d="M6 6l12 12M18 6 6 18" />);
export const PlusIcon = icon("PlusIcon", <path d="M12 5v14M5 12h14" />);
export const MinusIcon = icon("MinusIcon", <path d="M5 12h14" />);
export const BackIcon = icon("BackIcon", <path d="M15 5l-7 7 7 7" />, true);
export const CheckIcon = icon("CheckIcon", <path d="m5 12.5 4.5 4.5L19 7.5" />);
export const CartIcon = icon("CartIcon", <><path d="M4 5h2l2.2 10.2a1.5 1.5 0 0 0 1.5 1.2h7.3a1.5 1.5 0 0 0 1.5-1.1L20.5 9H7" /><circle cx="10" cy="20" r="1" /><circle cx="17" cy="20" r="1" /></>);
export const DrawerIcon = icon("DrawerIcon", <><path d="M6 10V4h12v6" /><rect x="3" y="10" width="18" height="9" rx="2" /><path d="M9 14.500h6" /></>);
export const ReceiptIcon = icon("ReceiptIcon", <><path d="M6 3h12v18l-3-2-3 2-3-2-3 2z" /><path d="M9 8h6M9 12h6" /></>);
export const GridIcon = icon("GridIcon", <><rect x="4" y="4" width="7" height="7" rx="1.5" /><rect x="13" y="4" width="7" height="7" rx="1.5" /><rect x="4" y="13" width="7" height="7" rx="1.5" /><rect x="13" y="13" width="7" height="7" rx="1.5" /></>);
export const OfficeIcon = icon("OfficeIcon", <><path d="M5 21V4h9v17M14 9h5v12M3 21h18" /><path d="M8 8h3M8 12h3M8 16h3" /></>);
export const LockIcon = icon("LockIcon", <><rect x="5" y="11" width="14" height="9" rx="2" /><path d="M8 11V8a4 4 0 0 1 8 0v3" /></>);
export const EraseIcon = icon("EraseIcon", <><path d="M9 6h11v12H9l-6-6z" /><path d="m12.5 9.5 5 5M17.5 9.5l-5 5" /></>);
export const AlertIcon = icon("AlertIcon", <><path d="M12 4 2.5 20h19z" /><path d="M12 10v4M12 17v.2" /></>);
export const ClockIcon = icon("ClockIcon", <><circle cx="12" cy="12" r="8.5" /><path d="M12 7.5V12l3 2" /></>);
export const SendIcon = icon("SendIcon", <path d="M12 19V5M6 11l6-6 6 6" />);
export const DeviceIcon = icon("DeviceIcon", <><rect x="6" y="3" width="12" height="18" rx="2.5" /><path d="M11 17.5h2" /></>);
export const CloudIcon = icon("CloudIcon", <path d="M7 18a4 4 0 0 1-.5-8A6 6 0 0 1 18 9.5 4.2 4.2 0 0 1 17.500 18z" />);
export const StopIcon = icon("StopIcon", <><circle cx="12" cy="12" r="8.5" /><path d="M8.500 12h7" /></>);
export const BoxIcon = icon("BoxIcon", <><path d="M4 8l8-4 8 4v8l-8 4-8-4z" /><path d="m4 8 8 4 8-4M12 12v8" /></>);
export const ChevronIcon = icon("ChevronIcon", <path d="m7 10 5 5 5-5" />);
export const MoreIcon = icon("MoreIcon", <><circle cx="5" cy="12" r="1" /><circle cx="12" cy="12" r="1" /><circle cx="19" cy="12" r="1" /></>);
export const ParkIcon = icon("ParkIcon", <><rect x="5" y="4" width="14" height="16" rx="2.5" /><path d="M10 9v6M14 9v6" /></>);
export const TicketIcon = icon("TicketIcon", <><path d="M4 7h16v3a2 2 0 0 0 0 4v3H4v-3a2 2 0 0 0 0-4z" /><path d="M14 7v2M14 11v2M14 15v2" /></>);
export const PercentIcon = icon("PercentIcon", <><path d="M6 18 18 6" /><circle cx="7.5" cy="7.5" r="2" /><circle cx="16.5" cy="16.5" r="2" /></>);
export const PencilIcon = icon("PencilIcon", <path d="M5 19l1-4L16.500 4.500l3 3L9 18z" />);
export const ReturnIcon = icon("ReturnIcon", <path d="M9 6 4.500 10.500 9 15M5 10.500h9a5 5 0 0 1 0 9h-3" />);
export const StarIcon = icon("StarIcon", <path d="m12 4 2.500 5.200 5.500.8-4 4 1 5.600-5-2.700-5 2.700 1-5.600-4-4 5.500-.8z" />);
export const PersonIcon = icon("PersonIcon", <><circle cx="12" cy="8" r="3.500" /><path d="M5 20a7 7 0 0 1 14 0" /></>);
export const CameraIcon = icon("CameraIcon", <><path d="M4 8h3l1.500-2.500h7L17 8h3v11H4z" /><circle cx="12" cy="13" r="3.500" /></>);

/** The mark of the product. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 512 512" aria-hidden="true" className={cx("size-9 shrink-0", className)}>
      <rect width="512" height="512" rx="112" fill="#0f5c52" />
      <path d="M128 172h256v52H282v160h-54V224H128z" fill="#fff" />
      <path d="M330 276h54v108h-54z" fill="#7fd6c6" />
    </svg>
  );
}
