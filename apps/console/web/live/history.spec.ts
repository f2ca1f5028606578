import { describe, expect, it } from '@jest/globals';
import { sampleCapability, sampleStatus } from '../status/sample-status.ts';
import { keptMs, remember, storedHistory, storeHistory } from './history.ts';

const quiet = { requests: 0, errors: 0, errorRate: 0 };
const status = sampleStatus(
  sampleCapability({
    traffic: { windowMs: 30_000, legacy: { requests: 10, errors: 1, errorRate: 0.1, p95Ms: 40 }, new: quiet },
  }),
);

describe('what was measured a while ago', () => {
  it('is forgotten when it is too old, and with its capability', () => {
    const history = remember(remember({ gone: [] }, status, 0), status, keptMs + 1);
    expect(history).toEqual({ invoices: [{ at: keptMs + 1, legacy: { errorRate: 0.1, p95Ms: 40 }, new: {} }] });
  });

  it('survives a reload, and storage that holds something else', () => {
    const stored = new Map<string, string>();
    const storage = {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => void stored.set(key, value),
    };
    expect(storedHistory(storage)).toEqual({});
    const history = remember({}, status, 5);
    storeHistory(storage, history);
    expect(storedHistory(storage)).toEqual(history);
    for (const text of ['{"invoices":7}', 'not JSON']) {
      stored.forEach((_, key) => stored.set(key, text));
      expect(storedHistory(storage)).toEqual({});
    }
  });
});
