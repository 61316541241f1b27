// A gateway in one file, for looking at the register and for its browser tests: an invented catalog, orders that settle by
// themselves. It checks nothing and keeps nothing; the real one is gateway/. Run: npm run build && node dev/stub.mjs
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { WebSocketServer } from "ws";
import { documents, photo, picture } from "./catalog.mjs";

const dist = join(import.meta.dirname, "../dist");
const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
  ".webmanifest": "application/manifest+json",
};

const everything = [
  "DISCOUNT", "PRICE_OVERRIDE", "UNLISTED_ITEM", "TAX_EXEMPT", "REFUND", "REFUND_NO_RECEIPT", "PAY_LATER", "CANCEL", "CASH_DRAWER", "CLOSE_SHIFT", "HEAD_OFFICE",
];
const everybody = [
  { id: "sam", name: "Sam Rivera", role: "MANAGER", permissions: everything },
  { id: "alex", name: "Alex Chen", role: "CASHIER", permissions: [] },
  { id: "jo", name: "Jo Novak", role: "CASHIER", permissions: ["REFUND"] },
];

/** Starts the stub on a port (0: any free one). */
export async function startStub(port = 0, { products = 60, photos = false } = {}) {
  const orders = new Map();
  const parked = new Map();
  const shiftEvents = new Map();
  const people = customers();
  const mails = [];
  const sockets = new Set();
  const chunks = new Map();
  const counters = { submits: 0, vitals: [], beats: [] };
  const state = { down: false, settle: true, dropAnswers: 0, nextAnswer: null, seq: 0, changes: [], damage: 0, lost: null, revoked: false, version: "", coin: 1, clockAhead: 0, misfit: false, shiftReport: null, knowsShifts: false, staff: everybody };
  const workplace = () => ({
    register: { id: "NYC1", name: "Front desk" },
    location: {
      id: "nyc",
      name: "Harbour Street",
      store: "default",
      address: { street: ["350 5th Ave"], city: "New York", postcode: "10001", country: "US", regionId: 43, telephone: "5551234" },
      unlistedSku: "TW-1002",
      cashRounding: state.coin,
      shippingMethod: "freeshipping_freeshipping",
      paymentMethod: "checkmo",
      shipping: [{ method: "flatrate_flatrate", name: "Standard", price: null }, { method: "tablerate_bestway", name: "Express", price: 1500 }],
    },
    staff: state.staff,
    pickup: [
      { id: "nyc", name: "Harbour Street", address: { street: ["350 5th Ave"], city: "New York", postcode: "10001", country: "US", regionId: 43, telephone: "5551234" } },
      { id: "la", name: "Sunset Boulevard", address: { street: ["200 Spring St"], city: "Los Angeles", postcode: "90012", country: "US", regionId: 12, telephone: "5554321" } },
    ],
    lastCounter: Math.max(0, ...[...orders.values()].map((order) => order.counter)),
  });
  let origin = "";
  let built = null;
  const manifest = () => (built ??= build());
  const build = () => {
    const list = documents(origin, products).map(([kind, bodies]) => {
      const bytes = Buffer.from(bodies.map((body) => JSON.stringify(body)).join("\n") + "\n");
      const digest = createHash("sha256").update(bytes).digest("hex");
      chunks.set(digest, bytes);
      return { kind, digest, documents: bodies.length, bytes: bytes.length, url: `/catalog/chunks/${digest}` };
    });
    return { cursor: "e1.0", fingerprint: "f1", builtAt: new Date().toISOString(), chunks: list };
  };
  const push = (field, value) => {
    for (const socket of sockets) {
      for (const [id, name] of socket.subscriptions) {
        if (name === field) socket.send(JSON.stringify({ id, type: "next", payload: { data: { [field]: value } } }));
      }
    }
  };
  const status = (order) => ({
    __typename: "Order",
    id: order.id,
    state: order.state,
    held: order.held ?? null,
    receivedAt: order.receivedAt,
    settledAt: order.state === "SETTLED" ? new Date().toISOString() : null,
    magentoOrderNumber: ["PLACED", "SETTLED"].includes(order.state) ? String(order.counter).padStart(9, "0") : null,
    magentoStatus: order.state === "SETTLED" ? "complete" : null,
    waitsFor: waitsFor(order),
    payments: order.payments ?? [],
    tracking: [],
  });
  const openOf = ({ deferred = 0, payments = [] }) => payments.reduce((left, { amount }) => left - amount, deferred);
  const waitsFor = (order) => {
    if (order.state === "CANCELLED") return [];
    const kind = order.fulfilment?.kind;
    return [...(openOf(order) > 0 ? ["PAYMENT"] : []), ...(kind === "SHIP" ? ["SHIPMENT"] : kind && !order.handedOver ? ["HAND_OVER"] : [])];
  };
  const waiting = (order) => ({
    locationId: "nyc", receiptNumber: `NYC1-${order.counter}`, customerName: order.customer?.name ?? order.email ?? null, deferred: 0,
    ...order, ...status(order), fulfilment: order.fulfilment ? { locationId: null, ...order.fulfilment } : null,
  });
  const move = (order, to) => {
    order.state = to;
    push("orderChanged", status(order));
  };
  const advance = (order) => {
    const path = ["PLACING", "PLACED", "SETTLED"];
    path.forEach((to, i) => setTimeout(() => state.settle && !order.held && move(order, to), 150 * (i + 1)));
  };
  const shiftOf = (id) => {
    const events = [...shiftEvents.values()].filter((event) => event.shiftId === id);
    const sum = (kind) => events.filter((event) => event.kind === kind).reduce((all, event) => all + event.amount, 0);
    const [opened, closed] = ["OPENED", "CLOSED"].map((kind) => events.find((event) => event.kind === kind));
    const sold = [...orders.values()].filter((order) => order.shiftId === id);
    const cash = sold.reduce((all, { tenders, change }) => all - change + tenders.reduce((paid, { kind, amount }) => paid + (kind === "CASH" ? amount : 0), 0), 0);
    const [float, paidIn, paidOut] = ["OPENED", "PAID_IN", "PAID_OUT"].map(sum);
    return {
      id, registerId: "NYC1", currency: "USD", openedAt: opened?.at ?? null, openedBy: opened?.staffId ?? null, closedAt: closed?.at ?? null, closedBy: closed?.staffId ?? null,
      float, paidIn, paidOut, drawerOpened: 0, orders: sold.length, sales: 0, discounts: 0, refunds: 0, tax: 0, rounding: 0, cancelled: 0, cancelledAmount: 0,
      otherCurrency: 0, tenders: [], unsentOrders: 0, unsentAmount: 0, expectedCash: float + paidIn - paidOut + cash, countedCash: null, countedAt: null, difference: null,
      events: events.map((event) => ({ approvedBy: null, reason: null, denominations: [], ...event })),
    };
  };
  const answers = {
    Workplace: () => ({ workplace: workplace() }),
    EnrolDevice: ({ code }) => {
      if (code !== "K7QM-4XPD") throw fault("NOT_FOUND", "This code is not valid or was used before. Ask head office for a new one.");
      return { enrolDevice: { token: "device-token", deviceId: "d1", workplace: workplace() } };
    },
    SignIn: ({ staffId, pin }) => {
      if (pin !== "2468") throw fault("WRONG_PIN", "The PIN is wrong.");
      const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
      return { signIn: { token: "staff-token", expiresAt, staff: state.staff.find((person) => person.id === staffId) } };
    },
    SubmitOrder: ({ input }) => {
      counters.submits++;
      if (state.nextAnswer) {
        const answer = state.nextAnswer;
        state.nextAnswer = null;
        return { submitOrder: answer };
      }
      const stored = orders.get(input.id);
      const order = stored ?? { ...input, state: "RECEIVED", receivedAt: new Date().toISOString() };
      if (!stored) {
        orders.set(order.id, order);
        for (const { orderId, amount } of order.balances ?? []) {
          const earlier = orders.get(orderId);
          if (!earlier) continue;
          earlier.payments = [...(earlier.payments ?? []), { orderId: order.id, amount }];
          push("orderChanged", status(earlier));
        }
        advance(order);
      }
      return { submitOrder: { __typename: "OrderReceived", duplicate: Boolean(stored), order: status(order) } };
    },
    OrderById: ({ id }) => ({ order: orders.has(id) ? status(orders.get(id)) : null }),
    FindCustomers: ({ search }) => {
      const wanted = search.toLowerCase();
      const found = people.filter((one) => [one.firstName, one.lastName, one.email].some((text) => text.toLowerCase().startsWith(wanted)));
      return { findCustomers: found };
    },
    CreateRegisterCustomer: ({ input }) => {
      const known = people.find((one) => one.email === input.email);
      const customer = known ?? { id: String(100 + people.length), phone: null, groupId: 1, taxClassId: 3, ...input, ...{ id: String(100 + people.length) } };
      if (!known) people.push(customer);
      return { createRegisterCustomer: { __typename: "RegisterCustomerReady", known: Boolean(known), customer } };
    },
    EmailReceipt: ({ orderId, email }) => {
      if (!orders.has(orderId)) throw fault("NOT_FOUND", "There is no such order here.");
      if (email.endsWith("@refused.example")) throw fault("BAD_INPUT", "This is not an e-mail address; correct it.");
      mails.push({ orderId, email });
      return { emailReceipt: true };
    },
    ParkOrder: ({ input }) => {
      const parkedAt = new Date().toISOString();
      parked.set(input.id, { registerId: "NYC1", staffId: null, label: "", parkedAt, expiresAt: new Date(Date.now() + 86_400_000).toISOString(), ...input });
      return { parkOrder: parked.get(input.id) };
    },
    ParkedOrders: () => ({ parkedOrders: [...parked.values()].map((order) => ({ ...order, body: null })) }),
    RecallOrder: ({ id }) => {
      const order = parked.get(id);
      if (!order) throw fault("NOT_FOUND", "Another register has taken this order, or it has expired.");
      parked.delete(id);
      return { recallOrder: order };
    },
    OrderByReceipt: ({ receipt }) => {
      const found = [...orders.values()].filter((order) => `NYC1-${order.counter}` === receipt);
      const returned = ({ id }) =>
        [...orders.values()].flatMap((later) => (later.returns ?? []).filter((line) => line.orderId === id).map((line) => ({ ...line, orderId: later.id })));
      return { orders: { orders: found.map((order) => ({ deferred: 0, payments: [], ...order, receiptNumber: receipt, returned: returned(order) })), next: null } };
    },
    WaitingOrders: ({ waitsFor: wait }) => ({ orders: { orders: [...orders.values()].map(waiting).filter((order) => order.waitsFor.includes(wait)).reverse(), next: null } }),
    WaitingByReceipt: ({ receipt }) => ({ orders: { orders: [...orders.values()].map(waiting).filter((order) => order.receiptNumber === receipt) } }),
    OfficeOrders: ({ after, first }) => {
      const all = [...orders.values()].reverse().map((order) => ({ registerId: "NYC1", ...waiting(order) }));
      const from = after ? all.findIndex(({ id }) => id === after) + 1 : 0;
      const page = all.slice(from, from + first);
      return { officeOrders: { orders: page, next: from + first < all.length ? page.at(-1).id : null } };
    },
    SubmitShiftEvents: ({ events }) => {
      const answers = events.map((event) => {
        const outcome = shiftEvents.has(event.id) ? "DUPLICATE" : "RECEIVED";
        shiftEvents.set(event.id, event);
        return { id: event.id, outcome, message: null };
      });
      return { submitShiftEvents: answers };
    },
    ShiftReport: ({ id }) => ({ shift: state.shiftReport ?? (state.knowsShifts ? shiftOf(id) : null) }),
    ShiftsOfRegister: () => ({ shifts: state.knowsShifts ? [...new Set([...shiftEvents.values()].map((event) => event.shiftId))].map(shiftOf).reverse() : [] }),
    Heartbeat: ({ input }) => {
      counters.beats.push(input);
      return { heartbeat: { now: new Date(Date.now() + state.clockAhead).toISOString() } };
    },
    OrdersOfRegister: () => ({ orders: { orders: [...orders.values()].reverse().map(status), next: null } }),
    RetryOrder: ({ id }) => {
      const order = orders.get(id);
      order.held = null;
      move(order, "RECEIVED");
      advance(order);
      return { retryOrder: status(order) };
    },
    HandOver: ({ orderId, staffId }) => {
      const order = orders.get(orderId);
      if (openOf(order) > 0) throw fault("CONFLICT", "This order is not paid yet: take the rest first");
      order.handedOver = staffId ?? true;
      return { handOver: status(order) };
    },
    CatalogManifest: () => ({ catalogManifest: manifest() }),
    CatalogChanges: ({ after }) => {
      const from = Number(after.split(".")[1]);
      const entries = state.changes.filter((change) => change.seq > from);
      return { catalogChanges: { entries, next: `e1.${state.seq}`, more: false, resyncRequired: false } };
    },
  };
  const graphql = (body) => {
    const { query, variables } = JSON.parse(body);
    const name = /(?:query|mutation)\s+(\w+)/.exec(query)?.[1];
    try {
      if (state.revoked && name !== "EnrolDevice") throw fault("UNAUTHENTICATED", "This device is not enrolled.");
      // What does not fit the schema is no operation yet, so it has no path.
      if (state.misfit && name === "SubmitOrder") return { errors: [{ message: 'Field "shiftId" is not defined.', extensions: { code: "BAD_INPUT" } }] };
      return { data: answers[name](variables) };
    } catch (error) {
      return { data: null, errors: [{ message: error.message, path: [name], extensions: { code: error.code ?? "INTERNAL" } }] };
    }
  };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://stub");
    if (state.down) return request.socket.destroy();
    if (pathname === "/graphql") {
      let body = "";
      request.on("data", (part) => (body += part));
      request.on("end", () => {
        const answer = graphql(body);
        if (state.dropAnswers > 0 && body.includes("mutation SubmitOrder")) {
          state.dropAnswers--;
          return request.socket.destroy();
        }
        response.setHeader("content-type", "application/json").end(JSON.stringify(answer));
      });
      return;
    }
    if (pathname.startsWith("/catalog/chunks/")) {
      let bytes = chunks.get(pathname.split("/").at(-1));
      if (bytes && state.damage > 0) {
        state.damage--;
        bytes = Buffer.from("{}\n");
      }
      return bytes ? response.end(bytes) : response.writeHead(404).end();
    }
    if (pathname === "/vitals") {
      let report = "";
      request.on("data", (part) => (report += part));
      request.on("end", () => counters.vitals.push(JSON.parse(report)) && response.writeHead(204).end());
      return;
    }
    if (pathname.startsWith("/media/") && photos) return response.setHeader("content-type", "image/png").end(photo());
    if (pathname.startsWith("/media/")) return response.setHeader("content-type", "image/svg+xml").end(picture(pathname));
    if (pathname === state.lost) {
      state.lost = null;
      return response.writeHead(503).end();
    }
    try {
      const file = pathname === "/" ? "/index.html" : pathname;
      const body = readFileSync(join(dist, file));
      const bytes = file === "/sw.js" ? Buffer.concat([body, Buffer.from(state.version)]) : body;
      response.setHeader("content-type", types[extname(file)] ?? "application/octet-stream").setHeader("cache-control", "no-cache").end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  const wss = new WebSocketServer({ server, path: "/graphql", handleProtocols: () => "graphql-transport-ws" });
  wss.on("connection", (socket) => {
    if (state.down) return socket.terminate();
    socket.subscriptions = new Map();
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("message", (data) => {
      const message = JSON.parse(String(data));
      if (message.type === "connection_init") socket.send(JSON.stringify({ type: "connection_ack" }));
      if (message.type === "ping") socket.send(JSON.stringify({ type: "pong" }));
      if (message.type === "subscribe") socket.subscriptions.set(message.id, message.payload.query.includes("orderChanged") ? "orderChanged" : "catalogChanged");
      if (message.type === "complete") socket.subscriptions.delete(message.id);
    });
  });
  await new Promise((ready) => server.listen(port, "127.0.0.1", ready));
  origin = `http://localhost:${server.address().port}`;
  return {
    origin,
    orders,
    parked,
    shiftEvents,
    people,
    mails,
    state,
    counters,
    prepare: () => void manifest(),
    /** Cuts every connection and answers nobody until told otherwise. */
    setDown(down) {
      state.down = down;
      if (down) for (const socket of sockets) socket.terminate();
    },
    hold(id, reason, message) {
      const order = orders.get(id);
      order.held = { reason, message, detail: "charged 42.28, Magento calculates 42.29" };
      move(order, "HELD");
    },
    change(kind, key, document) {
      state.seq++;
      state.changes.push({ seq: state.seq, kind, key, document, deleted: document === null });
      push("catalogChanged", `e1.${state.seq}`);
    },
    async stop() {
      for (const socket of sockets) socket.terminate();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** Customers of an invented shop; the second pays wholesale prices. */
function customers() {
  const one = (id, firstName, lastName, groupId, phone = null) => ({ id, firstName, lastName, email: `${firstName}.${lastName}@example.com`.toLowerCase(), phone, groupId, taxClassId: 3 });
  return [one("7", "Kim", "Park", 1, "+1 555 0100"), one("8", "Kira", "Wholesale", 2), one("9", "Lee", "Santos", 1)];
}

function fault(code, message) {
  return Object.assign(new Error(message), { code });
}

if (process.argv[1] === import.meta.filename) {
  const stub = await startStub(Number(process.argv[2] ?? 8080));
  console.log(`${stub.origin}  enrolment code K7QM-4XPD, PIN 2468`);
}
