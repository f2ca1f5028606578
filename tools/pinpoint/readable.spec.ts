import { describe, expect, it } from '@jest/globals';
import { linesInWords, nowInWords } from './readable.ts';

const quiet = {
  at: '2026-11-29T10:00:00.000Z',
  incidents: [],
  processes: [{ service: 'billing', instance: 'billing', state: 'answers' }],
  changes: [],
};

describe('what pinpoint says, in words', () => {
  it('is that all is well, and of how many that is known', () => {
    expect(nowInWords(quiet)).toContain('All is well, as far as 1 processes say.');
  });

  it('is who is to blame, what was ruled out, and the first aid', () => {
    const text = nowInWords({
      ...quiet,
      incidents: [
        {
          id: '1',
          state: 'open',
          masked: true,
          sinceMs: 0,
          openedMs: 0,
          diagnosis: {
            headline: 'billing-engine: calls hang',
            evidence: [
              { verdict: 'for', about: 'billing → billing-engine', text: '97 % time out' },
              { verdict: 'ruled-out', about: 'database of billing', text: '3 ms' },
            ],
            symptoms: [],
            firstAid: { text: 'None needed.' },
            runbook: 'docs/runbooks/background-hangs.md',
          },
        },
      ],
    });
    expect(text).toContain('Something is wrong, and no customer notices.');
    expect(text).toMatch(/calls hang[\s\S]*97 % time out[\s\S]*ruled out[\s\S]*3 ms[\s\S]*First aid: None needed/);
  });

  it('has a request in order of time, with how each call ended', () => {
    const at = '2026-11-29T10:00:00.';
    const line = { service: 'billing', level: 'warn', message: 'Call to a dependency failed' };
    const text = linesInWords({
      items: [
        { ...line, at: `${at}100Z`, service: 'gateway', message: 'GET /invoices 200', fields: {} },
        { ...line, at: `${at}250Z`, fields: { 'service.target.name': 'billing-engine', 'event.reason': 'timeout' } },
      ],
    });
    expect(text).toMatch(/0 {2,}gateway/);
    expect(text).toMatch(/150 {2,}billing .*billing-engine timeout/);
    expect(linesInWords({ items: [] })).toBe('No log line has this reference.');
  });
});
