/** The first migration.yaml: every capability on the old side, and what is needed to compare it with the new one. */
import { stringify } from 'yaml';
import type { CapabilityGuess, Place } from './places.ts';
import type { Findings } from './probe.ts';
import type { FactTable } from './tables.ts';
import { likelyCharset } from './visitor.ts';

/** What billing answers (TMF678), for facts that a table of invoices may have. */
const billingFacts: Readonly<Record<string, string>> = {
  number: 'billNo',
  date: 'billDate | date',
  amount: 'taxIncludedAmount | amount',
  currency: 'taxIncludedAmount | currency',
  due: 'paymentDueDate | date',
};

export function migrationFileOf(name: string, found: Findings): string {
  const capabilities = found.capabilities.flatMap((capability) => capabilityLines(name, capability, found));
  return [
    `# Who answers what. Everything is still ${name}'s: day zero. Read by the gateway, in force within a second of being saved.`,
    '# How a capability goes on from here: docs/bring-your-own-portal.md',
    '# Check it after every change: npm run migration -- validate <this file>',
    '',
    ...(capabilities.length === 0 ? ['capabilities: {}'] : ['capabilities:', ...capabilities]),
    '',
    'fixed:',
    '  - { path: /identity, upstream: identity }',
    `  - { path: /, upstream: ${name} }`,
    '',
  ].join('\n');
}

function capabilityLines(name: string, { name: capability, places }: CapabilityGuess, found: Findings): string[] {
  const tables = found.tables.filter(({ page }) => {
    const place = found.parameters.placeOf(page.url);
    return places.some((each) => covers(each, place));
  });
  return [
    `  ${capability}:`,
    ...comment(
      'To compare it: give a route its new side (new: <service>), then stage: shadow. Customers see no difference.',
      4,
    ),
    '    stage: legacy',
    '    routes:',
    ...places.map((place) => `      - ${flow({ ...route(place), legacy: name })}`),
    ...(capability === 'invoices' ? comment('- { path: /tmf-api/customerBillManagement/v4, new: billing }', 6) : []),
    ...parityLines(capability, tables, found),
  ];
}

function parityLines(capability: string, tables: readonly FactTable[], found: Findings): string[] {
  const compared = tables.map((table) => ({ table, facts: knownFacts(capability, table) }));
  const active = compared.filter(({ facts }) => facts.length > 1);
  const unknown = compared.filter(({ facts }) => facts.length <= 1);
  return [
    ...(active.length > 0 ? ['    parity:'] : []),
    ...active.flatMap(({ table, facts }) => ruleLines(table, facts, found)),
    ...unknown.flatMap(({ table }) => [
      ...comment(
        `A table of ${table.rows} rows on ${table.page.url.pathname}, for a rule once there is a new side to compare with:`,
        4,
      ),
      ...indented(
        stringify({ parity: [{ when: when(table, found), legacy: { each: table.each, facts: table.facts } }] }, yaml),
        '    # ',
      ),
    ]),
  ];
}

function ruleLines(table: FactTable, names: readonly string[], found: Findings): string[] {
  const { facts, each, ambiguous, statuses } = table;
  const pick = (from: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(names.map((fact) => [fact, from[fact] ?? '']));
  const rule = {
    when: when(table, found),
    legacy: { each, ...charsetOf(found), facts: pick(facts) },
    new: { get: '/tmf-api/customerBillManagement/v4/customerBill?limit=100', each: '$[*]', facts: pick(billingFacts) },
  };
  const left = Object.keys(facts).filter((fact) => !names.includes(fact));
  return [
    ...comment(
      `Found on a page with ${table.rows} rows. Look through it: what is compared is what will be trusted.`,
      6,
    ),
    ...(ambiguous
      ? comment(
          'UNSURE: amounts such as 1.234 are one number in German and another in English: amount(de), amount(en).',
          6,
        )
      : []),
    ...left.map((fact) => `      # Not compared yet: ${fact}: ${facts[fact] ?? ''}`),
    ...(statuses.length > 0
      ? comment(
          `The words of its status: ${statuses.join(', ')}. billing has state: sent, settled: map(…) makes one of the other.`,
          6,
        )
      : []),
    ...indented(stringify([rule], yaml), '      '),
  ];
}

const yaml = { lineWidth: 0 } as const;

/** Facts of the table that the service for this capability has, too. */
function knownFacts(capability: string, { facts }: FactTable): string[] {
  return capability === 'invoices' ? Object.keys(billingFacts).filter((fact) => Object.hasOwn(facts, fact)) : [];
}

/** As the profile has it: a rule is read on its own. */
function charsetOf({ manners }: Findings): { charset?: string } {
  const { pages, utf8 } = manners.charsets.undeclared;
  return pages > 0 && !utf8 ? { charset: likelyCharset } : {};
}

function when({ page }: FactTable, { parameters }: Findings): string {
  const { path, query } = parameters.placeOf(page.url);
  const search = new URLSearchParams(query).toString().replaceAll('%2F', '/');
  return `GET ${path}${search === '' ? '' : `?${search}`}`;
}

function covers(route: Place, place: Place): boolean {
  const matches = Object.entries(route.query).every(([name, value]) => place.query[name] === value);
  const [theirs, ours] = [place.path.split('/'), route.path === '/' ? [''] : route.path.split('/')];
  return matches && ours.every((segment, i) => segment === '*' || segment === theirs[i]);
}

function route({ path, query }: Place): Record<string, unknown> {
  return Object.keys(query).length === 0 ? { path } : { path, query };
}

function flow(value: unknown): string {
  return stringify(value, { lineWidth: 0, collectionStyle: 'flow' }).trimEnd();
}

function indented(text: string, by: string): string[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `${by}${line}`);
}

function comment(text: string, indent: number): string[] {
  return [`${' '.repeat(indent)}# ${text.replace(/\s+/g, ' ')}`];
}
