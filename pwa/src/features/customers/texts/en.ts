/** The texts about customers in English. */
export const en = {
  title: "Customer",
  search: "Name, e-mail or telephone",
  searchHint: "The beginning is enough.",
  recent: "Lately at this register",
  none: "No customer here yet",
  noneHint: "Search for one, or take a new one down.",
  nothing: (text: string) => `Nobody found for “${text}”`,
  nothingHint: "Check the spelling, or take a new customer down.",
  searching: "Searching…",
  offline: "Only customers that this register has seen lately are found now.",
  attached: "On this order",
  remove: "Take off this order",
  fresh: "New",
  create: "New customer",
  firstName: "First name",
  lastName: "Last name",
  email: "E-mail address",
  save: "Take down",
  saving: "Taking down…",
  faults: { name: "Enter the first and the last name.", email: "Enter an e-mail address such as kim@example.com." },
  known: (name: string) => `This e-mail address belongs to ${name} already, who is on the order now.`,
  later: (name: string) => `${name} will be taken down in Magento together with this order.`,
};

/** The shape of a language. */
export type Texts = typeof en;
