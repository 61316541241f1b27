/** The texts of the customer display in English. */
export const en = {
  welcome: "Welcome",
  order: "Your order",
  subtotal: "Subtotal",
  tax: (percent: string) => `Tax ${percent}`,
  taxInside: (percent: string) => `Includes tax ${percent}`,
  shipping: "Shipping",
  returned: "Returned goods",
  balance: (receipt: string) => `Rest of ${receipt}`,
  later: "You pay later",
  paid: "Paid",
  total: "Total",
  pay: "Please pay",
  refund: "You get back",
  change: "Your change",
  thanks: "Thank you!",
  full: "Full screen",
};

/** The shape of a language. */
export type Texts = typeof en;
