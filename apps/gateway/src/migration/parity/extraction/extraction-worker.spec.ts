import { readdir, readFile } from 'node:fs/promises';
import { constants } from 'node:os';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@wellspring/testing';
import { ExtractionWorker } from './extraction-worker.ts';

const declaration = { format: 'html', each: 'li', facts: { name: 'b', amount: 'i | money' } } as const;
const page = Buffer.from('<ul><li><b>A</b><i>1,50 €</i><li><b>B</b><i>?</i></ul>');

/** Of every thread of this process, by its id. */
async function priorities(): Promise<Map<number, number>> {
  const ids = await readdir('/proc/self/task');
  const lines = await Promise.all(
    ids.map((id) => readFile(`/proc/self/task/${id}/stat`, 'utf8').catch(() => undefined)),
  );
  // Niceness is the 19th field; the second one, a name in brackets, may have spaces in it.
  return new Map(
    lines.flatMap((line) =>
      line === undefined ? [] : [[Number.parseInt(line, 10), Number(line.split(') ')[1]?.split(' ')[16])]],
    ),
  );
}

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

  const onLinux = process.platform === 'linux' ? it : it.skip;

  onLinux('gives way to the thread that answers customers', async () => {
    const own = (await priorities()).get(process.pid);
    await worker.extract({ declaration, body: page });
    const now = await priorities();
    expect(now.get(process.pid)).toBe(own);
    expect([...now.values()]).toContain(constants.priority.PRIORITY_LOW);
    await worker.close();
    await eventually(async () => {
      expect([...(await priorities()).values()]).not.toContain(constants.priority.PRIORITY_LOW);
    });
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
