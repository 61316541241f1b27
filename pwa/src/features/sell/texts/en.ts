/** The texts in English of what is fetched later when selling. */
export const en = {
  email: {
    address: "Send the receipt to",
    send: "Send",
    fault: "Enter an e-mail address such as kim@example.com.",
    full: "Too many receipts wait on this device already. Print this one.",
    sending: (email: string) => `The receipt is on its way to ${email}.`,
    offline: (email: string) => `The gateway cannot be reached now. The receipt goes to ${email} as soon as the order has been received.`,
    later: (fault: string) => `Not sent yet, and tried again: ${fault}`,
    done: (email: string) => `The receipt goes to ${email}.`,
    change: "Do not send",
  },
};

/** The shape of a language. */
export type Texts = typeof en;
