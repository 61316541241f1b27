import { createContext, useContext } from "react";
import type { OfficeRegister, OfficeStaff } from "../../domain/office";
import type { Staff } from "../../domain/workplace";
import type { Office } from "../../store/office";
import { type Answer, useAsked } from "../../ui/useAsked";

/** What every page of head office needs: the gateway, who asks, and the names of things. */
export interface OfficeWorld {
  office: Office;
  /** Answers are asked for again when it changes. */
  token: string;
  staff: Staff;
  locale: string;
  registers: OfficeRegister[];
  people: OfficeStaff[];
  /** Goes to an address below #office/. */
  go(place: string): void;
}

/** The world of the pages below. */
export const OfficeContext = createContext<OfficeWorld | null>(null);

/** The world in the context. */
export function useOffice(): OfficeWorld {
  const world = useContext(OfficeContext);
  if (!world) throw new Error("OfficeContext is missing");
  return world;
}

/** As useAsked, of the gateway and with the token of whoever is signed in. */
export function useAnswer<T>(ask: (office: Office) => Promise<T>, key: string, everyMs = 0): Answer<T> {
  const { office, token } = useOffice();
  return useAsked(() => ask(office), `${token} ${key}`, everyMs);
}
