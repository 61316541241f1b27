import { useMemo, useState } from "react";
import { type Permission, may } from "../../domain/approval";
import type { Staff, Workplace } from "../../domain/workplace";
import { t } from "../../i18n/messages";
import { useLive } from "../../store/live";
import { useServices } from "../../store/services";
import { useStoreView } from "../../store/storeView";
import { openShiftOf } from "../../store/shiftState";
import { ApprovalDialog } from "../../ui/ApprovalDialog";
import { CountDialog } from "./CountDialog";
import { EarlierShifts } from "./EarlierShifts";
import { MoveDialog } from "./MoveDialog";
import { OpenForm } from "./OpenForm";
import { ReportDialog } from "./ReportDialog";
import { RunningShift } from "./RunningShift";
import { type Desk, DeskContext, type Doing } from "./shift";
import { TakeOver } from "./TakeOver";
import { o } from "./texts";

interface Props {
  workplace: Workplace;
  staff: Staff;
  locale: string;
}

interface Asked {
  permission: Permission;
  then(approvedBy: string | undefined): void;
}

/** The cash of this register: opens a shift, notes what happens in it, counts, reports and closes. */
export function ShiftScreen({ workplace, staff, locale }: Props) {
  const services = useServices();
  const registerId = workplace.register.id;
  const known = useLive(async (db) => ({ shift: await openShiftOf(db, registerId) }), ["shifts"], registerId);
  const store = useStoreView();
  const [doing, setDoing] = useState<Doing | null>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  const currency = known?.shift?.currency ?? store?.baseCurrency ?? "USD";
  const desk = useMemo(
    (): Desk => ({
      workplace,
      staff,
      locale,
      currency,
      permitted: (permission, then) => (may(staff, permission) ? then(undefined) : setAsked({ permission, then })),
    }),
    [workplace, staff, locale, currency],
  );
  const close = () => setDoing(null);
  return (
    <DeskContext value={desk}>
      <main className="min-h-0 flex-1 overflow-y-auto p-4 sm:p-6" data-testid="shift" data-open={known?.shift != null}>
        <div className="mx-auto grid max-w-3xl gap-6">
          <h1 className="text-xl font-semibold tracking-tight">{o.title}</h1>
          {!known && <p role="status" className="text-muted">{t.loading}</p>}
          {known?.shift && <RunningShift shift={known.shift} onDo={setDoing} />}
          {known && !known.shift && <OpenForm />}
          {known && !known.shift && <TakeOver />}
          <EarlierShifts onReport={(id) => desk.permitted("CLOSE_SHIFT", () => setDoing({ kind: "report", id }))} />
        </div>
      </main>
      {(doing?.kind === "PAID_IN" || doing?.kind === "PAID_OUT") && <MoveDialog {...doing} onClose={close} />}
      {(doing?.kind === "COUNTED" || doing?.kind === "CLOSED") && (
        <CountDialog {...doing} onClose={close} onClosed={(id) => setDoing({ kind: "report", id })} />
      )}
      {doing?.kind === "report" && <ReportDialog id={doing.id} onClose={close} />}
      {asked && (
        <ApprovalDialog
          permission={asked.permission}
          by={staff}
          staff={workplace.staff}
          onPin={async (who, pin) => {
            await services.authorise(who, pin);
            setAsked(null);
            asked.then(who.id);
          }}
          onClose={() => setAsked(null)}
        />
      )}
    </DeskContext>
  );
}
