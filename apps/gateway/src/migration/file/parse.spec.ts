import { describe, expect, it } from '@jest/globals';
import type { FileError } from '../../yaml-file/file-error.ts';
import type { MigrationFile } from './migration-file.schema.ts';
import { parseMigrationFile } from './parse.ts';

const upstreams = ['legacy-portal', 'portal', 'billing'];

function errorsOf(text: string): FileError[] {
  const parsed = parseMigrationFile(text, { upstreams });
  if (parsed.ok) throw new Error('the file was accepted');
  return parsed.errors;
}

function fileOf(text: string): MigrationFile {
  const parsed = parseMigrationFile(text, { upstreams });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return parsed.file;
}

const minimal = `
capabilities:
  invoices:
    stage: legacy
    routes:
      - { path: /invoices, legacy: legacy-portal, new: portal }
`;

describe('migration file', () => {
  it('fills in what a short file leaves out', () => {
    expect(fileOf(minimal)).toMatchObject({
      fixed: [],
      capabilities: {
        invoices: {
          stage: 'legacy',
          canary: { percent: 1, include: [], exclude: [] },
          guardrails: {
            window: 30_000,
            minRequests: 50,
            maxErrorRateDelta: 0.02,
            maxP95Ratio: 2,
            onBreach: 'rollback',
          },
          promotion: { window: 3_600_000, minComparisons: 100 },
          parity: [],
        },
      },
    });
  });

  it('takes parts from an anchor', () => {
    const file = fileOf(`
capabilities:
  invoices:
    stage: legacy
    routes: [{ path: /invoices, legacy: legacy-portal }]
    guardrails: &strict { window: 10s, minRequests: 20 }
  usage:
    stage: legacy
    routes: [{ path: /usage, legacy: legacy-portal }]
    guardrails: { <<: *strict, minRequests: 5 }
`);
    expect(file.capabilities['usage']?.guardrails).toMatchObject({ window: 10_000, minRequests: 5 });
  });

  it('names every error with its line, its key and the reason', () => {
    const errors = errorsOf(`
capabilities:
  invoices:
    stage: cannary
    routes:
      - { path: /invoices/, legacy: legacy-portal }
      - { path: /bills }
    canary: { percent: 101, include: [staff], exlude: [] }
    guardrails:
      window: 30
      minRequest: 5
  Usage:
    stage: legacy
    routes: []
fixd: []
`);
    expect(errors.map(({ line, key, reason }) => `${line} ${key}: ${reason}`)).toEqual([
      '4 capabilities.invoices.stage: is wrong: expected one of "legacy"|"shadow"|"canary"|"new"|"retired"; did you mean "canary"?',
      expect.stringMatching(/^6 capabilities\.invoices\.routes\[0\]\.path: must be a path such as/),
      '7 capabilities.invoices.routes[1]: needs an upstream (legacy, new or both), or deny: true',
      '8 capabilities.invoices.canary.percent: must be between 0 and 100',
      '8 capabilities.invoices.canary.include[0]: must be customer:<id>, segment:<name> or anonymous',
      '8 capabilities.invoices.canary.exlude: is not a key here; did you mean "exclude"?',
      '10 capabilities.invoices.guardrails.window: must be a duration such as 30s',
      '11 capabilities.invoices.guardrails.minRequest: is not a key here; did you mean "minRequests"?',
      '12 capabilities.Usage: must be lower-case letters, digits and dashes',
      '14 capabilities.Usage.routes: needs at least one route',
      '15 fixd: is not a key here; did you mean "fixed"?',
    ]);
  });

  it('says what is missing, at the line of what it is missing from', () => {
    expect(errorsOf('capabilities:\n  invoices:\n    routes: [{ path: /invoices, legacy: legacy-portal }]\n')).toEqual([
      { line: 2, column: 3, key: 'capabilities.invoices.stage', reason: 'is missing' },
    ]);
    expect(errorsOf('')).toMatchObject([{ line: 1, key: '' }]);
    expect(errorsOf('- 1')).toMatchObject([{ line: 1, key: '' }]);
  });

  it('names the place where YAML itself is broken', () => {
    expect(errorsOf('capabilities:\n  invoices: { stage: legacy\n')).toMatchObject([{ line: 3, key: '' }]);
    expect(errorsOf(`${minimal}  invoices: {}\n`)).toMatchObject([
      { line: 7, reason: expect.stringMatching(/unique/) },
    ]);
  });

  it('refuses routes that a request could belong to equally, and names both', () => {
    const errors = errorsOf(`
capabilities:
  orders:
    stage: legacy
    routes:
      - { path: /index.php, query: { _route: order }, legacy: legacy-portal }
      - { path: /index.php, query: { _route: help }, legacy: legacy-portal }
      - { path: /index.php, query: { lang: et }, legacy: legacy-portal }
      - { path: /Help, ignoreCase: true, legacy: legacy-portal }
fixed:
  - { path: /help, upstream: legacy-portal }
  - { path: /HELP, ignoreCase: true, upstream: legacy-portal }
`);
    expect(errors.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
      '8 /index.php ?lang=et of orders ties with /index.php ?_route=order of orders: a request can be both',
      '12 /HELP of fixed ties with /Help of orders: a request can be both',
    ]);
  });

  it('takes everything that a route can say, and refuses what it cannot mean', () => {
    const route = (text: string): string => `
capabilities:
  orders: { stage: legacy, routes: [{ path: "/a/:no", legacy: legacy-portal${text} }] }
`;
    expect(
      fileOf(
        route(
          ', firstByte: 40s, crossSite: [https://bank.example], authorization: pass, stickiness: { cookie: [A] }, headers: { X-A: b }, rewrite: { legacy: "/old/:no/x" }',
        ),
      ).capabilities['orders']?.routes[0],
    ).toMatchObject({ firstByte: 40_000, headers: { 'x-a': 'b' } });
    expect(errorsOf(route(', crossSite: [https://bank.example/path]'))).toMatchObject([
      { reason: expect.stringMatching(/must be an origin/) },
    ]);
    expect(errorsOf(route(', deny: true'))).toHaveLength(1);
    expect(errorsOf(route(', rewrite: { legacy: "/old/:nr" }'))).toMatchObject([
      { reason: ':nr is no :name of /a/:no' },
    ]);
    expect(errorsOf(route(', rewrite: { legacy: "/old/*" }'))).toMatchObject([
      { reason: '* cannot be filled in: give the segment a :name' },
    ]);
  });

  it('refuses a path declared twice, however the segments are named', () => {
    const errors = errorsOf(`
capabilities:
  invoices:
    stage: legacy
    routes:
      - { path: "/invoices/:no/pay", methods: [POST], legacy: legacy-portal }
      - { path: "/invoices/*/pay", methods: [GET], legacy: legacy-portal }
  payments:
    stage: legacy
    routes:
      - { path: "/invoices/*/pay", methods: [GET, POST], legacy: legacy-portal }
`);
    expect(errors).toMatchObject([
      {
        line: 11,
        reason:
          'GET|POST /invoices/*/pay of payments ties with POST /invoices/:no/pay of invoices: a request can be both',
      },
    ]);
  });

  it('refuses an upstream nobody knows, also beside another error', () => {
    const errors = errorsOf(`
capabilities:
  invoices:
    stage: legacy
    routes: [{ path: /invoices, legacy: old-portal }]
  usage: {}
fixed:
  - { path: /, upstream: nobody }
`);
    expect(errors.map(({ line, key }) => `${line} ${key}`)).toEqual([
      '5 capabilities.invoices.routes[0].legacy',
      '6 capabilities.usage.stage',
      '6 capabilities.usage.routes',
      '8 fixed[0].upstream',
    ]);
  });

  it('refuses a stage that the routes cannot serve', () => {
    const errors = errorsOf(`
capabilities:
  invoices: { stage: new, routes: [{ path: /invoices, legacy: legacy-portal }] }
  bills: { stage: shadow, routes: [{ path: /bills, new: billing }] }
`);
    expect(errors.map(({ reason }) => reason)).toEqual([
      '"new" needs a route with a new side',
      '"shadow" needs a route with an old side',
    ]);
  });

  it('refuses facts that cannot be read or compared', () => {
    const errors = errorsOf(`${minimal}
    parity:
      - when: POST /invoices
        legacy: { each: "tr[", facts: { number: "@data-no", amount: ".amount | monney" } }
        new: { each: "$[*", facts: { number: billNo, amount: total } }
      - when: GET /invoices
        key: nummer
        reveal: [status]
        legacy: { facts: { number: "@data-no", amount: ".amount | money" } }
        new: { get: "/bills/{no}", facts: { number: billNo } }
`);
    expect(errors.map(({ line, key }) => `${line} ${key.replace('capabilities.invoices.parity', '')}`)).toEqual([
      '9 [0].when',
      '10 [0].legacy.each',
      '10 [0].legacy.facts.amount',
      '11 [0].new.each',
      '13 [1].key',
      '14 [1].reveal[0]',
      '16 [1].new.get',
      '16 [1].new.facts',
    ]);
  });
});
