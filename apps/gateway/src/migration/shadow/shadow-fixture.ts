import type { MigrationFile } from '../file/migration-file.schema.ts';
import { parseMigrationFile } from '../file/parse.ts';
import type { ShadowExchange } from '../migration.ts';

/** A file with one capability in the shadow, for tests. */
export function shadowFile(): MigrationFile {
  const parsed = parseMigrationFile(`
capabilities:
  invoices:
    stage: shadow
    routes:
      - { path: /invoices, legacy: legacy-portal, new: portal }
      - { path: "/invoices/:no/pay", methods: [POST], legacy: legacy-portal }
      - { path: /bills, new: billing }
    parity:
      - when: GET /invoices
        reveal: [status]
        legacy: { each: li, facts: { number: "@id", amount: ".amount | money", status: .status } }
        new: { get: /bills?limit=100, each: "$[*]", facts: { number: no, amount: amount | money, status: state } }
      - when: GET /invoices/:no
        samplePercent: 25
        legacy: { facts: { number: h1 } }
        new: { get: "/bills/{no}", facts: { number: no } }
`);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.file;
}

/** The old page of the invoices with these rows. */
export function oldPage(...rows: [number: string, amount: string, status: string][]): Buffer {
  const items = rows.map(
    ([number, amount, status]) => `<li id="${number}"><b class=amount>${amount}</b><i class=status>${status}</i>`,
  );
  return Buffer.from(`<ul>${items.join('')}</ul>`);
}

export function exchange(part: Partial<ShadowExchange> = {}): ShadowExchange {
  return {
    capability: 'invoices',
    route: '/invoices',
    method: 'GET',
    target: '/invoices',
    legacy: 'legacy-portal',
    new: 'portal',
    visitor: { customerId: 'C-1001' },
    legacyCookies: '',
    requestHeaders: { 'accept-language': 'et', cookie: 'not=passed' },
    authorizationFor: (upstream) => `Bearer token for ${upstream}`,
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    response: {
      status: 200,
      headers: { 'content-type': 'text/html' },
      body: oldPage(['INV-1', '49,90 €', 'open']),
      durationMs: 120,
    },
    ...part,
  };
}
