import type { ShownState } from "../domain/order";
import { t } from "../i18n/messages";
import { Badge, type Tone } from "./Badge";
import { AlertIcon, CheckIcon, ClockIcon, CloudIcon, DeviceIcon, SendIcon, StopIcon } from "./icons";

const looks: Record<ShownState, { tone: Tone; icon: typeof CheckIcon }> = {
  device: { tone: "warn", icon: DeviceIcon },
  sending: { tone: "warn", icon: SendIcon },
  received: { tone: "info", icon: CloudIcon },
  placing: { tone: "info", icon: ClockIcon },
  indeterminate: { tone: "info", icon: ClockIcon },
  placed: { tone: "accent", icon: CheckIcon },
  settled: { tone: "ok", icon: CheckIcon },
  held: { tone: "bad", icon: AlertIcon },
  cancelled: { tone: "neutral", icon: StopIcon },
  conflict: { tone: "bad", icon: AlertIcon },
  refused: { tone: "bad", icon: AlertIcon },
};

/** How far an order is, in a word, an icon and a colour. */
export function StateBadge({ state, receiptNumber }: { state: ShownState; receiptNumber: string }) {
  const { tone, icon: Icon } = looks[state];
  return (
    <Badge tone={tone} title={t.states[state].hint} data-testid={`order-state-${receiptNumber}`} data-state={state}>
      <Icon className="size-4" />
      {t.states[state].name}
    </Badge>
  );
}
