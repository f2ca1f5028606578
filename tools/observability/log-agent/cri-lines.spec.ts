import { describe, expect, it } from '@jest/globals';
import { CriLines, type ContainerLine } from './cri-lines.ts';

const time = '2026-11-29T02:17:09.362123456Z';

/** The lines of a file that arrives in chunks of so many bytes. */
function linesOf(text: string, { chunk = 1_000, from = 0, isAll = false } = {}): ContainerLine[] {
  const bytes = Buffer.from(text).subarray(from);
  const lines = new CriLines(from);
  const found: ContainerLine[] = [];
  for (let start = 0; start < bytes.length; start += chunk)
    found.push(...lines.take(bytes.subarray(start, start + chunk)));
  return isAll ? [...found, ...lines.end()] : found;
}

describe('CriLines', () => {
  it.each([1, 7, 1_000])('finds lines with their place in the file, %d bytes at a time', (chunk) => {
    const first = `${time} stdout F {"message":"õhtu"}\n`;
    const end = Buffer.byteLength(first);

    expect(linesOf(`${first}${time} stderr F \n${time} stdout F no end`, { chunk })).toEqual([
      { time, stream: 'stdout', text: '{"message":"õhtu"}', offset: 0, resume: end },
      { time, stream: 'stderr', text: '', offset: end, resume: end + 41 },
    ]);
  });

  it('goes on from where it is told, with the same places', () => {
    const text = `${time} stdout F one\n${time} stdout F two\n${time} stdout F three\n`;
    const [, second] = linesOf(text);

    expect(linesOf(text, { from: second?.resume ?? 0 })).toEqual(linesOf(text).slice(2));
  });

  it('puts pieces together, even when a character is in two of them', () => {
    const bytes = Buffer.from('{"message":"€"}');
    const head = (mark: string): Buffer => Buffer.from(`${time} stdout ${mark} `);
    const newline = Buffer.from('\n');
    const split = [bytes.subarray(0, 13), bytes.subarray(13)];
    const all = Buffer.concat([head('P'), split[0] ?? newline, newline, head('F'), split[1] ?? newline, newline]);

    expect([...new CriLines(0).take(all)]).toMatchObject([{ text: '{"message":"€"}', offset: 0, resume: all.length }]);
  });

  it('keeps the pieces of stdout and stderr apart, and resumes no later than at a piece that waits for its rest', () => {
    const text = [
      `${time} stdout P one `,
      `${time} stderr F problem`,
      `${time} stdout F more`,
      `${time} stdout P left`,
      '',
    ].join('\n');

    expect(linesOf(text)).toMatchObject([
      { stream: 'stderr', text: 'problem', resume: 0 },
      { stream: 'stdout', text: 'one more', offset: 0 },
    ]);
    expect(linesOf(text, { isAll: true }).at(-1)).toMatchObject({ text: 'left', resume: Buffer.byteLength(text) });
  });

  it('keeps what is torn', () => {
    expect(linesOf('ut F half\n')).toMatchObject([{ time: '', stream: 'stdout', text: 'ut F half' }]);
  });

  it('does not hold a line that never ends', () => {
    const text = `${time} stdout P ${'x'.repeat(16_384)}\n`.repeat(200);

    expect(linesOf(text, { chunk: 65_536 })).toHaveLength(3);
  });
});
