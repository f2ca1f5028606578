import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ExtractionWorker } from './extraction-worker.ts';

const declaration = { format: 'html', each: 'li', facts: { name: 'b', amount: 'i | money' } } as const;
const page = Buffer.from('<ul><li><b>A</b><i>1,50 €</i><li><b>B</b><i>?</i></ul>');

describe('ExtractionWorker', () => {
  let worker: ExtractionWorker;

  beforeEach(() => {
    worker = new ExtractionWorker(20_000);
  });

  afterEach(async () => {
    await worker.close();
  });

  it('reads facts in a thread of its own, which begins with the first request', async () => {
    expect(worker.isRunning).toBe(false);
    const [plain, packed] = await Promise.all([
      worker.extract({ declaration, body: page }),
      worker.extract({ declaration, body: gzipSync(page), contentEncoding: 'gzip' }),
    ]);
    expect(plain).toEqual({
      ok: true,
      items: [
        { name: 'A', amount: '1.50 EUR' },
        { name: 'B', amount: { unreadable: 'money' } },
      ],
    });
    expect(packed).toEqual(plain);
    expect(worker.isRunning).toBe(true);
  });

  it('says what went wrong without quoting the body', async () => {
    const secret = { declaration: { format: 'json', facts: { a: 'a' } } as const, body: Buffer.from('secret') };
    expect(await worker.extract(secret)).toEqual({ ok: false, reason: 'SyntaxError' });
  });

  it('gives up a page that takes too long, and goes on with the next', async () => {
    const slow = new ExtractionWorker(1);
    const big = Buffer.from(`<ul>${'<li><b>A</b>'.repeat(50_000)}</ul>`);
    expect(await slow.extract({ declaration, body: big })).toEqual({
      ok: false,
      reason: 'the extraction took too long',
    });
    expect(slow.isRunning).toBe(false);
    await slow.close();
    expect((await worker.extract({ declaration, body: page })).ok).toBe(true);
  });

  it('answers what is under way when it is closed', async () => {
    const asked = worker.extract({ declaration, body: page });
    await worker.close();
    expect(await asked).toEqual({ ok: false, reason: 'the extraction is closed' });
  });
});
