// An invented shop for the stub.
import { crc32, deflateSync } from "node:zlib";

const groups = [
  ["Camp kitchen", ["Enamel mug", "Spirit stove", "Folding kettle", "Cutlery roll", "Cast iron pan", "Spice tin set"]],
  ["Tents", ["Ridge tent for two", "Dome tent for four", "Tarp shelter", "Ground sheet", "Peg set, steel"]],
  ["Bags", ["Trail pack 28 l", "Canvas tote", "Dry bag 10 l", "Hip pouch", "Duffle 60 l"]],
  ["Clothing", ["Merino shirt", "Rain jacket", "Wool socks", "Fleece vest", "Sun hat"]],
  ["Lights", ["Head torch 300", "Wind-up lantern", "Candle lantern", "String lights"]],
  ["Home", ["Linen towel", "Beeswax candle", "Stoneware bowl", "Oak board", "Wool blanket", "Door mat, coir"]],
];
const adjectives = ["Harbour", "Alder", "Northway", "Fern", "Granite", "Meadow", "Cinder", "Birch", "Tern", "Willow"];
const colours = [
  [50, "Moss", "#6b7d4a"],
  [51, "Slate", "#4d5a66"],
  [52, "Rust", "#b1582f"],
];
const sizes = [
  [60, "S"],
  [61, "M"],
  [62, "L"],
];

const syllables = ["ar", "bel", "cor", "dun", "el", "fen", "gal", "hol", "in", "jor", "kel", "lom", "mer", "nor", "os", "pel"];
/** A word that goes with a number, so that a large catalog does not sell one thing a thousand times. */
const model = (n) => [n % 16, (n >> 4) % 16, (n >> 8) % 16].map((i) => syllables[i]).join("");

/** All documents by kind, as the gateway's chunks hold them. */
export function documents(origin, count) {
  const products = [];
  const stock = [];
  const categories = [{ id: 2, parentId: 1, path: "1/2", level: 1, position: 1, name: "Shop", active: true, inMenu: true, anchor: true }];
  groups.forEach(([name, kinds], g) => {
    const id = 10 + g * 10;
    categories.push({ id, parentId: 2, path: `1/2/${id}`, level: 2, position: g + 1, name, active: true, inMenu: true, anchor: true });
    kinds.slice(0, 3).forEach((kind, k) =>
      categories.push({ id: id + k + 1, parentId: id, path: `1/2/${id}/${id + k + 1}`, level: 3, position: k + 1, name: kind, active: true, inMenu: true, anchor: true }),
    );
  });
  const add = (product, quantity) => {
    products.push({ attributeSet: 4, enabled: true, visibility: 4, taxClass: 2, websites: [1], createdAt: "2026-01-05 08:00:00", updatedAt: "2026-11-20 08:00:00", ...product });
    if (!["configurable", "grouped", "bundle"].includes(product.type)) stock.push({ sku: product.sku, salable: String(quantity), inStock: quantity > 0 });
  };
  for (let n = 0; n < count; n++) {
    const [, kinds] = groups[n % groups.length];
    const kind = Math.floor(n / groups.length) % kinds.length;
    const name = `${adjectives[(n * 7 + Math.floor(n / 10)) % adjectives.length]} ${kinds[kind].toLowerCase()}${n < 300 ? "" : ` ${model(n)}`}`;
    const price = `${4 + ((n * 37) % 160)}.${["00", "50", "95"][n % 3]}`;
    const sku = `TW-${String(1000 + n)}`;
    const category = 10 + (n % groups.length) * 10;
    const shared = {
      id: 1000 + n * 20,
      sku,
      name,
      urlKey: sku.toLowerCase(),
      urls: [`${sku.toLowerCase()}.html`],
      // As the gateway cuts documents for registers: of their attributes only what rules look at.
      attributes: { material: "31,32" },
      prices: [{ group: 0, regular: price, final: price, min: price, max: price }],
      categories: [{ id: kind < 3 ? category + kind + 1 : category, position: n }],
      smallImage: n % 5 === 4 ? "no_selection" : `/${category}/${n}.svg`,
    };
    if (n % groups.length !== 3 || kind > 1) {
      add({ ...shared, type: "simple", price, barcodes: [String(4006381300000 + n)] }, [120, 3, 40, 0, 18][n % 5]);
      continue;
    }
    const variants = colours.flatMap(([colour], c) => sizes.map(([size], s) => ({ id: shared.id + 1 + c * 3 + s, sku: `${sku}-${c}${s}`, values: { color: colour, size } })));
    add({
      ...shared,
      type: "configurable",
      options: [
        { id: 1, attributeId: 93, code: "color", label: "Colour", position: 0, values: colours.map(([id, label, swatch]) => ({ id, label, swatch, swatchType: 1 })) },
        { id: 2, attributeId: 144, code: "size", label: "Size", position: 1, values: sizes.map(([id, label]) => ({ id, label, swatch: label, swatchType: 0 })) },
      ],
      variants,
    });
    for (const variant of variants) {
      add({ ...shared, ...variant, values: undefined, type: "simple", visibility: 1, name: `${name} ${variant.sku}`, price, barcodes: [String(4106381300000 + variant.id)] }, 7);
    }
  }
  const part = (n) => ({ id: n + 1, productId: 1000 + n * 20, sku: `TW-${1000 + n}`, quantity: "1", price: "0", position: n });
  const more = { attributeSet: 4, createdAt: "", updatedAt: "", categories: [{ id: 10, position: -1 }] };
  const priced = (price) => [{ group: 0, regular: price, final: price, min: price, max: price }];
  if (count < 1_000) {
    add({
      ...more, id: 900_001, sku: "SET-1", type: "bundle", name: "Breakfast set", taxClass: 0, prices: priced("20.00"),
      bundle: {
        options: [
          { id: 1, title: "Cooking", type: "radio", required: true, position: 1, selections: [{ ...part(0), default: true }, part(1)] },
          { id: 2, title: "Extras", type: "checkbox", position: 2, selections: [part(2), part(6)] },
        ],
      },
    }, 10);
    add({ ...more, id: 900_002, sku: "GROUP-1", type: "grouped", name: "Lights, all of them", prices: priced("4.00"), members: [part(4), part(10)].map((member) => ({ ...member, quantity: "1" })) }, 10);
    add({
      ...more, id: 900_003, sku: "MUG-E", type: "simple", name: "Mug, engraved", price: "20.00", prices: priced("20.00"),
      customOptions: [
        { id: 5, title: "Engraving", type: "field", required: true, sortOrder: 1, maxCharacters: 20, price: { amount: "4.50" } },
        { id: 6, title: "Handle", type: "drop_down", sortOrder: 2, values: [{ id: 61, title: "Oak", price: { amount: "10", percent: true }, sortOrder: 1 }, { id: 62, title: "Steel", price: { amount: "0" }, sortOrder: 2 }] },
      ],
    }, 10);
    add({
      ...more, id: 900_004, sku: "MAPS", type: "downloadable", name: "Trail maps", price: "0.00", prices: priced("0.00"), attributes: { links_purchased_separately: "1" },
      downloads: [{ id: 7, title: "North", price: "3.00", sortOrder: 1 }, { id: 8, title: "South", price: "2.50", sortOrder: 2 }],
    }, 10);
  }
  const rule = (id, name, more) => ({
    id, name, label: name, description: null, is_active: true, priority: id, stop: false, action: "by_percent", discount_amount: 10, discount_qty: null, discount_step: 0,
    apply_to_shipping: false, free_shipping: null, coupon: null, customer_groups: [0, 1, 2, 3], website_ids: [1], from_date: null, to_date: null,
    conditions: { type: "combine", aggregator: "all", expect: true, conditions: [] }, actions: { type: "product_combine", aggregator: "all", expect: true, conditions: [] },
    ...more,
  });
  const wool = { type: "product_combine", aggregator: "all", expect: true, conditions: [{ type: "product", attribute: "sku", operator: "()", value: "TW-1005, TW-1017" }] };
  const pricing = {
    fingerprint: "p1", websiteId: 1, currency: "USD", timezone: "America/New_York", groups: [{ id: 0, code: "NOT LOGGED IN", taxClass: 3 }, { id: 1, code: "General", taxClass: 3 }, { id: 2, code: "Wholesale", taxClass: 3 }],
    attributes: ["links_purchased_separately", "shipment_type"], config: { "tax/calculation/algorithm": "TOTAL_BASE_CALCULATION" },
    rules: [
      rule(1, "Autumn sale", { discount_amount: 20, actions: wool }),
      rule(2, "Club ten", { coupon: "CLUB10" }),
      rule(3, "Staff only", { coupon: "ODD", conditions: { type: "unknown_module" } }),
    ],
    tax: {
      regions: { "US-NY": 43 }, default_customer_tax_class_id: 3,
      rates: [{ id: 1, code: "US-NY-*-Rate 1", country: "US", region_id: 43, postcode: "*", zip_from: null, zip_to: null, percent: "8.375" }],
      rules: [{ id: 1, priority: 0, calculate_subtotal: false, customer_tax_class_ids: [3], product_tax_class_ids: [2], tax_rate_ids: [1] }],
    },
  };
  const store = {
    id: 1, code: "default", name: "Default", rootCategoryId: 2, stockId: 2, locale: "en_US", timezone: "America/New_York",
    baseCurrency: "USD", currency: "USD", baseUrl: `${origin}/`, baseMediaUrl: `${origin}/media/`,
    taxRates: [{ code: "US-NY-*-Rate 1", customerTaxClass: 3, productTaxClass: 2, country: "US", regionId: 43, postcode: "*", percent: "8.375" }],
  };
  return [["STORE", [store]], ["PRICING", [pricing]], ["CATEGORY", categories], ...parts("PRODUCT", products), ...parts("STOCK", stock)];
}

function parts(kind, all) {
  // As many as the gateway puts into one chunk.
  const size = 4096;
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => [kind, all.slice(i * size, (i + 1) * size)]);
}

/** A drawn picture for a media path. */
export function picture(path) {
  const [, group, n] = /\/(\d+)\/(\d+)\.svg$/.exec(path) ?? [0, "10", "0"];
  const hue = (Number(n) * 47 + Number(group) * 5) % 360;
  const body = `hsl(${hue} 32% 52%)`;
  const dark = `hsl(${hue} 34% 36%)`;
  const shapes = {
    10: `<path d="M140 130h90v80a30 30 0 0 1-30 30h-30a30 30 0 0 1-30-30z" fill="${body}"/><path d="M230 150h18a22 22 0 0 1 0 44h-18" fill="none" stroke="${dark}" stroke-width="12"/><rect x="136" y="122" width="98" height="14" rx="7" fill="${dark}"/>`,
    20: `<path d="M200 90 320 240H80z" fill="${body}"/><path d="M200 90l34 150h-68z" fill="${dark}"/>`,
    30: `<rect x="130" y="110" width="140" height="140" rx="34" fill="${body}"/><rect x="150" y="180" width="100" height="52" rx="14" fill="${dark}"/><path d="M170 110a30 30 0 0 1 60 0" fill="none" stroke="${dark}" stroke-width="12"/>`,
    40: `<path d="m150 100 34-12a18 18 0 0 0 32 0l34 12 46 44-30 30-22-18v92H156v-92l-22 18-30-30z" fill="${body}"/><path d="M184 88a18 18 0 0 0 32 0l10 4a30 30 0 0 1-52 0z" fill="${dark}"/>`,
    50: `<rect x="165" y="130" width="70" height="100" rx="12" fill="${body}"/><path d="M160 130h80l-12-24h-56z" fill="${dark}"/><circle cx="200" cy="180" r="20" fill="#ffe9ad"/><rect x="155" y="230" width="90" height="14" rx="7" fill="${dark}"/>`,
    60: `<ellipse cx="200" cy="170" rx="86" ry="26" fill="${dark}"/><path d="M114 170a86 74 0 0 0 172 0z" fill="${body}"/>`,
  };
  const shape = shapes[group] ?? shapes[60];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300"><rect width="400" height="300" fill="hsl(${hue} 22% 95%)"/><ellipse cx="200" cy="254" rx="110" ry="10" fill="hsl(${hue} 15% 86%)"/>${shape}</svg>`;
}

let kept = null;

/** A picture made of pixels, as shops have them: a drawing costs a browser far more than a photo does. */
export function photo() {
  if (kept) return kept;
  const [width, height] = [240, 180];
  const rows = Buffer.alloc((width * 3 + 1) * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width * 3; x++) rows[y * (width * 3 + 1) + 1 + x] = 200 + ((x * 7 + y * 3) % 40);
  }
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    check.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, check]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  kept = Buffer.concat([signature, chunk("IHDR", head), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
  return kept;
}
