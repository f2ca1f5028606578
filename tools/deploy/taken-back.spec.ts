import { describe, expect, it } from '@jest/globals';
import { takenBackDigests, type HistoryReader } from './taken-back.ts';

/** A history of revisions, each a digest or a rollback to one of them. */
function historyOf(...revisions: (string | number)[]): HistoryReader {
  const history = revisions.map((what, index) => ({
    revision: index + 1,
    status: index + 1 === revisions.length ? 'deployed' : 'superseded',
    chart: 'billing-0.1.0',
    description: typeof what === 'number' ? `Rollback to ${what}` : `commit ${what}`,
    updated: `day ${index + 1}`,
  }));
  return {
    history: () => Promise.resolve(history),
    digestOf: (_service, revision) => {
      const what = revisions[revision - 1];
      return Promise.resolve(typeof what === 'string' ? what : undefined);
    },
  };
}

async function takenBack(...revisions: (string | number)[]): Promise<Record<string, string>> {
  return Object.fromEntries(await takenBackDigests(historyOf(...revisions), 'billing'));
}

describe('the images that were taken back', () => {
  it('are those between a rollback and what it went back to', async () => {
    expect(await takenBack('a', 'b', 1)).toEqual({ b: 'day 3' });
    expect(await takenBack('a', 'b', 1, 'c', 'd', 4)).toEqual({ b: 'day 3', d: 'day 6' });
    expect(await takenBack('a', 'b', 'c', 1)).toEqual({ b: 'day 4', c: 'day 4' });
  });

  it('are forgiven once they were deployed again and stayed', async () => {
    expect(await takenBack('a', 'b', 1, 'b')).toEqual({});
    expect(await takenBack('a', 'b', 1, 'b', 3)).toEqual({ b: 'day 5' });
  });

  it('are none where nothing was', async () => {
    expect(await takenBack('a', 'b')).toEqual({});
    expect(await takenBack()).toEqual({});
  });
});
