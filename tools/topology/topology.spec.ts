import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readTopology } from './topology.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'topology-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function declare(app: string, yaml: string): void {
  mkdirSync(join(root, 'apps', app), { recursive: true });
  writeFileSync(join(root, 'apps', app, 'service.yaml'), yaml);
}

describe('the topology', () => {
  it('of this workspace has every app before those that call it', () => {
    const names = readTopology().map(({ name }) => name);
    expect(names.indexOf('backoffice')).toBeLessThan(names.indexOf('billing'));
    expect(names.indexOf('billing')).toBeLessThan(names.indexOf('gateway'));
  });

  it('of this workspace gives every port to one app only', () => {
    const ports = readTopology().flatMap((app) => Object.values(app.ports));
    expect(new Set(ports).size).toBe(ports.length);
  });

  it('spells out a call to every service, and to no stand-in', () => {
    declare('shop', 'kind: service\nports: { service: 1, management: 2 }\n');
    declare('till', 'kind: service\nports: { service: 3, management: 4 }\n');
    declare('bank', 'kind: stand-in\nports: { service: 5 }\n');
    const all = "calls: [{ app: '*', port: management, env: TARGETS, as: list, why: metrics }]";
    declare('watch', `kind: service\nports: { service: 6, management: 7 }\n${all}\n`);
    const watch = readTopology(root).find(({ name }) => name === 'watch');
    expect(watch?.calls.map(({ app }) => app)).toEqual(['shop', 'till']);
  });

  it('names the file and every wrong key', () => {
    declare('shop', 'kind: thing\nports: { service: 99999 }\ndatabse: shop\n');
    expect(() => readTopology(root)).toThrow(/apps\/shop\/service\.yaml: .*kind.*ports\.service.*databse/s);
  });

  it('refuses a call to an app that is not there', () => {
    declare('shop', 'kind: service\nports: { service: 1 }\ncalls: [{ app: till, env: TILL_URL, why: money }]\n');
    expect(() => readTopology(root)).toThrow('apps/shop/service.yaml: calls till, which is not an app');
  });
});
