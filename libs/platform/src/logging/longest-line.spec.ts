import { describe, expect, it } from '@jest/globals';
import { longestLineBytes, withinLongestLine } from './longest-line.ts';

const mark = /… \[\d+ more characters\]$/;

function bounded(record: object): Record<string, unknown> {
  const line = withinLongestLine(JSON.stringify(record));
  expect(Buffer.byteLength(`${line}\n`)).toBeLessThanOrEqual(longestLineBytes);
  return JSON.parse(line) as Record<string, unknown>;
}

describe('withinLongestLine', () => {
  it('leaves a line alone that is just short enough, and cuts one that has a byte more', () => {
    const overhead = Buffer.byteLength(`${JSON.stringify({ message: '' })}\n`);
    const longest = JSON.stringify({ message: 'x'.repeat(longestLineBytes - overhead) });
    const longer = JSON.stringify({ message: 'x'.repeat(longestLineBytes - overhead + 1) });

    expect(withinLongestLine(longest)).toBe(longest);
    expect(withinLongestLine(longer)).not.toBe(longer);
  });

  it.each([
    ['ASCII', 'x'],
    ['two bytes', 'õ'],
    ['three bytes', '€'],
    ['four bytes', '𝔉'],
    ['characters that JSON escapes', '\u0001'],
    ['quotes', '"'],
  ])('cuts texts of %s, between characters, and marks them', (_, character) => {
    for (const offset of ['', 'a']) {
      const { message, 'trace.id': traceId } = bounded({
        message: offset + character.repeat(20_000),
        'trace.id': 'abc',
      });

      expect(message).toMatch(mark);
      expect(String(message).replace(mark, '').replaceAll(character, '')).toBe(offset);
      expect(traceId).toBe('abc');
    }
  });

  it('says how much is missing', () => {
    const { message } = bounded({ message: 'x'.repeat(20_000) });

    expect(message).toBe(`${'x'.repeat(8_192)}… [11808 more characters]`);
  });

  it('cuts the longest texts first, however deep they are', () => {
    const record = bounded({
      message: 'Sync failed',
      'error.stack_trace': '€'.repeat(20_000),
      labels: { reply: 'ü'.repeat(20_000), attempt: '2' },
    });

    expect(record).toMatchObject({ message: 'Sync failed', labels: { attempt: '2' } });
    expect(record['error.stack_trace']).toMatch(mark);
    expect(Object(record['labels'])).toMatchObject({ reply: expect.stringMatching(mark) });
  });

  it('keeps what identifies a line when there are too many fields', () => {
    const many = Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`labels_${index}`, 'value of it']));

    expect(bounded({ '@timestamp': 'now', 'trace.id': 'abc', message: 'hello', ...many })).toEqual({
      '@timestamp': 'now',
      'trace.id': 'abc',
      message: 'hello',
    });
  });

  it('makes a message of what is no JSON', () => {
    expect(withinLongestLine('plain õ')).toBe('plain õ');
    expect(JSON.parse(withinLongestLine('õ'.repeat(20_000)))).toEqual({ message: expect.stringMatching(mark) });
  });
});
