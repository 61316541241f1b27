import { useEffect, useRef } from "react";
import { pieceCodes, receiptForm } from "../../domain/barcode";
import { cleanCode } from "../../domain/scan";
import { t } from "../../i18n/messages";
import { useServices } from "../../store/services";
import { notify } from "../../ui/notices";
import type { Step } from "./sale";

/** Looks up what is scanned while goods are taken back without a receipt, and shows it there, if that is still in front by then. */
export function usePiece(step: Step | null, go: (step: Step) => void): (code: string, patterns: string[]) => Promise<void> {
  const services = useServices();
  const front = useRef(step);
  useEffect(() => {
    front.current = step;
  }, [step]);
  return async (code, patterns) => {
    const answers = await Promise.all(pieceCodes(code, patterns).map((each) => services.find(each))).catch(() => null);
    if (!answers) return notify(t.catalog.failed, "bad");
    const found = answers.find(({ kind }) => kind !== "nothing") ?? { kind: "nothing" as const };
    const now = front.current;
    if (now?.kind !== "return" || !now.without) return;
    const clean = cleanCode(code);
    // The bar code of a receipt: the customer has it after all.
    if (found.kind === "nothing" && receiptForm.test(clean)) go({ kind: "return", receipt: clean });
    else go({ ...now, without: { code: clean, found } });
  };
}
