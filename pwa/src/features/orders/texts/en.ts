/** The texts in English about orders that move between devices, and their receipts. */
export const en = {
  title: "Move unsent orders",
  open: "Move orders",
  out: "From this device",
  outHint: (n: number) => (n === 1 ? "1 order has not been sent. Another device of this register can send it." : `${n} orders have not been sent. Another device of this register can send them.`),
  nothing: "Every order of this device is with the gateway already.",
  save: "Save as a file",
  show: "Show as codes",
  tooMany: "These are too many orders for codes. Save them as a file.",
  into: "To this device",
  intoHint: (register: string) => `Takes over orders that another device of register ${register} could not send. Each is sent once, also when both devices send it.`,
  file: "Open a file",
  scan: "Scan codes",
  codes: "Scan these codes with the other device",
  codesHint: "There: Orders, Move orders, Scan codes. The order of the codes does not matter.",
  code: (n: number, count: number) => `Code ${n} of ${count}`,
  next: "Next code",
  before: "Previous code",
  play: "Show one after the other",
  scanTitle: "Scan the codes of the other device",
  scanHint: "Hold one code after the other into the frame.",
  seen: (n: number, count: number) => `${n} of ${count} codes read`,
  done: (n: number) => (n === 1 ? "1 order taken over" : `${n} orders taken over`),
  known: "All of these orders are on this device already.",
  thenStop: "Go on selling on one of the two devices only: both count receipts.",
  faults: {
    unreadable: "These are no orders of a register, or they are damaged. Save or show them again.",
    newer: "These orders were written by a newer version of the register. Reload this page, then try again.",
    register: (register: string) => `These orders are of register ${register}. Only a device of that register may send them.`,
    large: "This file is too large.",
  },
  receipt: "Receipt",
  handOver: "Handed over",
  tracking: "Parcels",
  waits: {
    PAYMENT: "The customer pays the rest later.",
    HAND_OVER: "Waits to be picked up.",
    SHIPMENT: "The warehouse ships it in Magento.",
  } as Record<string, string>,
  mail: {
    waiting: (email: string) => `The receipt is to be sent to ${email}.`,
    refused: (email: string, fault: string) => `The receipt could not be sent to ${email}: ${fault}`,
    drop: "Do not send",
  },
};

/** The shape of a language. */
export type Texts = typeof en;
