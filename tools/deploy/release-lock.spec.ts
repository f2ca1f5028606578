import { describe, expect, it } from '@jest/globals';
import { changedServices, parseLock } from './release-lock.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const commit = 'b'.repeat(40);
const entry = { digest, chart: '0.1.0', commit };

describe('parseLock', () => {
  it('reads digest, chart and commit of each service', () => {
    const text = `services:\n  billing: { digest: '${digest}', chart: 0.1.0, commit: ${commit} }\n`;
    expect(parseLock(text, 'x')).toEqual({ services: { billing: entry } });
  });

  it.each([
    ['a tag', `digest: latest, chart: 0.1.0, commit: ${commit}`, 'services.billing.digest'],
    ['a short commit', `digest: '${digest}', chart: 0.1.0, commit: abc1234`, 'services.billing.commit'],
    ['no chart', `digest: '${digest}', commit: ${commit}`, 'services.billing.chart'],
    ['more', `digest: '${digest}', chart: 0.1.0, commit: ${commit}, tag: x`, 'Unrecognized key: "tag"'],
  ])('refuses %s, naming it', (_, body, message) => {
    expect(() => parseLock(`services: { billing: { ${body} } }`, 'release.lock.yaml')).toThrow(message);
  });
});

describe('changedServices', () => {
  it('are those added, gone or different', () => {
    const before = { services: { a: entry, b: entry, c: entry } };
    const after = { services: { a: entry, b: { ...entry, chart: '0.2.0' }, d: entry } };
    expect(changedServices(before, after)).toEqual(['b', 'c', 'd']);
  });
});
