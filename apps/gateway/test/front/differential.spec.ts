import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { byteStreams } from './byte-streams.ts';
import { readByFront } from './front-reading.ts';
import { NodeReader } from './node-reading.ts';
import { outcomeOf, readingProblem, upTo } from './reading-problem.ts';

/** The same streams each time: whoever looks for more gives another seed and a larger number. */
const runs = Number(process.env['FRONT_RUNS'] ?? 3_000);
const seed = Number(process.env['FRONT_SEED'] ?? 20_260_101);

let node: NodeReader;
beforeAll(() => {
  node = new NodeReader();
});
afterAll(() => {
  node.close();
});

describe('what the front takes', () => {
  it("is what Node's own parser takes", async () => {
    const seen = { complete: 0, upgrades: 0, refusals: 0, problems: 0 };
    await fc.assert(
      fc.asyncProperty(byteStreams, async (bytes) => {
        const { requests, events } = await readByFront([{ bytes, waits: false }]);
        const theirs = await node.read(bytes);
        expect(requests).toEqual(requests.map((ours, i) => upTo(ours, theirs[i])));
        seen.complete += requests.filter(({ complete }) => complete).length;
        seen.upgrades += requests.filter(({ kind }) => kind === 'upgrade').length;
        seen.refusals += events.filter((event) => event === 'refused').length;
        seen.problems += events.filter((event) => event === 'problem').length;
      }),
      { seed, numRuns: runs },
    );
    // The streams reach all that is to be compared.
    expect(seen.complete).toBeGreaterThan(runs / 3);
    expect(seen.refusals).toBeGreaterThan(runs / 3);
    expect(seen.problems).toBeGreaterThan(runs / 30);
    expect(seen.upgrades).toBeGreaterThan(runs / 300);
  });

  it('is the same however it is cut into packets, and however slowly it is read', async () => {
    await fc.assert(
      fc.asyncProperty(byteStreams, cuts, fc.boolean(), async (bytes, places, slowly) => {
        const whole = await readByFront([{ bytes, waits: false }]);
        const cut = await readByFront(piecesOf(bytes, places), { slowly });
        expect(outcomeOf(cut)).toEqual(outcomeOf(whole));
      }),
      { seed, numRuns: runs / 3 },
    );
  });

  it('is the same for all that led the fuzzer to something new', async () => {
    const corpus = readFileSync(new URL('../../fuzz/corpus.jsonl', import.meta.url), 'utf8');
    for (const line of corpus.trim().split('\n')) {
      expect(await readingProblem(String(JSON.parse(line)), node)).toBeUndefined();
    }
  });

  it('is nothing any more after something that could be read in two ways', async () => {
    await fc.assert(
      fc.asyncProperty(byteStreams, async (bytes) => {
        const { events, end } = await readByFront([
          { bytes, waits: true },
          { bytes: 'GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n', waits: true },
        ]);
        const at = events.findIndex((event) => event !== 'taken');
        expect(events.slice(at + 1)).toEqual(at < 0 ? events : []);
        if (at >= 0) expect(end).not.toBe('open');
      }),
      { seed, numRuns: runs / 3 },
    );
  });
});

/** Where packets end, between 0 and 1, and whether everything happens before the next. */
const cuts = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean()), { maxLength: 12 });

function piecesOf(bytes: string, places: [number, boolean][]): { bytes: string; waits: boolean }[] {
  const sorted = places.map(([where, waits]) => ({ at: Math.floor(where * bytes.length), waits }));
  sorted.sort((one, other) => one.at - other.at);
  let from = 0;
  const pieces = sorted.map(({ at, waits }) => {
    const piece = { bytes: bytes.slice(from, at), waits };
    from = at;
    return piece;
  });
  return [...pieces.filter((piece) => piece.bytes !== ''), { bytes: bytes.slice(from), waits: false }];
}
