import { type ComponentType, Suspense, lazy, useEffect } from "react";
import type { Amount } from "../../domain/barcode";
import { type Customer, pieces } from "../../domain/cart";
import type { OrderRecord } from "../../domain/order";
import { t } from "../../i18n/messages";
import type { Staff } from "../../domain/workplace";
import { type Sold, useServices } from "../../store/services";
import { type Step, useSale } from "./sale";
import type { Asked } from "./useSaleState";

// What is not needed for every customer is fetched when it is; the service worker has it at hand offline.
const ActionsDialog = lazy(() => import("./ActionsDialog").then((m) => ({ default: m.ActionsDialog })));
const ApprovalDialog = lazy(() => import("../../ui/ApprovalDialog").then((m) => ({ default: m.ApprovalDialog })));
const ClearDialog = lazy(() => import("./ClearDialog").then((m) => ({ default: m.ClearDialog })));
const BalanceDialog = lazy(() => import("./BalanceDialog").then((m) => ({ default: m.BalanceDialog })));
const CameraDialog = lazy(() => import("../../ui/camera/CameraDialog").then((m) => ({ default: m.CameraDialog })));
const ChoicesDialog = lazy(() => import("./ChoicesDialog").then((m) => ({ default: m.ChoicesDialog })));
const CouponDialog = lazy(() => import("./CouponDialog").then((m) => ({ default: m.CouponDialog })));
const CustomerDisplay = lazy(() => import("./CustomerDisplay").then((m) => ({ default: m.CustomerDisplay })));
const DeliveryDialog = lazy(() => import("./DeliveryDialog").then((m) => ({ default: m.DeliveryDialog })));
const DiscountDialog = lazy(() => import("./DiscountDialog").then((m) => ({ default: m.DiscountDialog })));
const ExemptDialog = lazy(() => import("./ExemptDialog").then((m) => ({ default: m.ExemptDialog })));
const ExplainDialog = lazy(() => import("./ExplainDialog").then((m) => ({ default: m.ExplainDialog })));
const GroupedDialog = lazy(() => import("./GroupedDialog").then((m) => ({ default: m.GroupedDialog })));
const LineDialog = lazy(() => import("./LineDialog").then((m) => ({ default: m.LineDialog })));
const OptionDialog = lazy(() => import("./OptionDialog").then((m) => ({ default: m.OptionDialog })));
const ParkedDialog = lazy(() => import("./ParkedDialog").then((m) => ({ default: m.ParkedDialog })));
const ReturnDialog = lazy(() => import("./ReturnDialog").then((m) => ({ default: m.ReturnDialog })));
const UnlistedDialog = lazy(() => import("./UnlistedDialog").then((m) => ({ default: m.UnlistedDialog })));

// Everybody pays: it is fetched as soon as the register can be used, and not at the first payment.
const payment = () => import("./Payment").then((m) => ({ default: m.Payment }));
const Payment = lazy(payment);

/** What finds and takes down customers. It is a feature of its own: the app hands it in. */
export type CustomerPicker = ComponentType<{
  attached: Customer | undefined;
  currency: string;
  /** What groups are called, by id. */
  groups: ReadonlyMap<number, string>;
  onClose(): void;
}>;

interface Props {
  customers: CustomerPicker;
  step: Step | null;
  asked: Asked | null;
  onAnswer(): void;
  onPaid(order: OrderRecord, at: number): void;
  /** Puts what was chosen on the order. */
  onSold(sold: Sold, amount?: Amount): Promise<boolean>;
  /** Takes a code that the camera saw. */
  onCode(code: string): void;
}

/** Whatever is in front of the sale. */
export function Steps({ customers: Customers, step, asked, onAnswer, onPaid, onSold, onCode }: Props) {
  const { go, staff, workplace, cart, currency, pricer } = useSale();
  const groups = new Map(pricer?.pricing.groups.map((group) => [group.id, group.code]));
  const services = useServices();
  const close = () => go(null);
  const approve = async (what: Asked, who: Staff, pin: string) => {
    await services.authorise(who, pin);
    onAnswer();
    what.then(who.id);
  };
  useEffect(() => {
    const timer = setTimeout(() => void payment(), 500);
    return () => clearTimeout(timer);
  }, []);
  return (
    <Suspense fallback={null}>
      {step?.kind === "configurable" && <OptionDialog product={step.product} amount={step.amount} onClose={close} onSold={onSold} />}
      {step?.kind === "options" && <ChoicesDialog key={step.asking.item.sku} asking={step.asking} onClose={() => go(step.then ?? null)} onSold={(sold) => onSold(sold, step.amount)} />}
      {step?.kind === "grouped" && <GroupedDialog product={step.product} onClose={close} onSold={onSold} />}
      {step?.kind === "line" && <LineDialog id={step.id} onClose={close} />}
      {step?.kind === "actions" && <ActionsDialog onClose={close} />}
      {step?.kind === "camera" && <CameraDialog onCode={onCode} onClose={close}>{cart && <p role="status" className="mt-2 text-center font-semibold">{t.cart.pieces(pieces(cart))}</p>}</CameraDialog>}
      {step?.kind === "customer" && <Customers attached={cart?.customer} currency={currency} groups={groups} onClose={close} />}
      {step?.kind === "clear" && <ClearDialog onClose={close} />}
      {step?.kind === "coupon" && <CouponDialog onClose={close} />}
      {step?.kind === "delivery" && <DeliveryDialog onClose={close} />}
      {step?.kind === "discount" && <DiscountDialog onClose={close} />}
      {step?.kind === "exempt" && <ExemptDialog onClose={close} />}
      {step?.kind === "unlisted" && <UnlistedDialog onClose={close} />}
      {step?.kind === "parked" && <ParkedDialog onClose={close} />}
      {step?.kind === "explain" && <ExplainDialog onClose={close} />}
      {step?.kind === "return" && <ReturnDialog key={step.receipt} step={step} onClose={close} />}
      {step?.kind === "balance" && <BalanceDialog key={step.receipt} step={step} onClose={close} />}
      {(step?.kind === "pay" || step?.kind === "receipt") && <Payment paid={step.kind === "receipt" ? step.order : null} onPaid={onPaid} onClose={close} />}
      <Suspense fallback={null}><CustomerDisplay step={step} /></Suspense>
      {asked && <ApprovalDialog permission={asked.permission} by={staff} staff={workplace.staff} lasting onPin={(who, pin) => approve(asked, who, pin)} onClose={onAnswer} />}
    </Suspense>
  );
}
