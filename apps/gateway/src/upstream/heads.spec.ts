import { describe, expect, it } from '@jest/globals';
import { MalformedMessageError } from '../http1/header-lines.ts';
import { leniencies, type Leniency } from '../upstream/leniencies.ts';
import { LenientHeads, strictHeads, type HeadRead } from './heads.ts';

const head = (...lines: string[]): string => ['HTTP/1.1 200 OK', ...lines, '', ''].join('\r\n');

/** What a server of old may say, and what has to be forgiven for it to be understood. */
const quirks: [mistake: Leniency, text: string, understood: string[]][] = [
  ['bareLf', 'HTTP/1.1 200 OK\nContent-Type: text/plain\nContent-Length: 5\n\n', ['content-type', 'text/plain']],
  ['bareLf', 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\nContent-Length: 5\r\n\r\n', ['content-type', 'text/plain']],
  [
    'foldedLines',
    head('Set-Cookie: a=1;', ' Path=/', '\tSecure', 'Content-Length: 5'),
    ['set-cookie', 'a=1; Path=/ Secure'],
  ],
  ['spaceBeforeColon', head('Content-Type : text/plain', 'Content-Length: 5'), ['content-type', 'text/plain']],
  ['invalidNames', head('X Old Header: 1', 'Content-Length: 5'), []],
  ['linesWithoutColon', head('garbage line', 'Content-Length: 5'), []],
  ['controlCharacters', head('X-Old: a\x01b', 'Content-Length: 5'), ['x-old', 'ab']],
  ['leadingBlankLines', `\r\n\n${head('Content-Length: 5')}`, []],
  ['lengthList', head('Content-Length: 5, 5'), []],
  ['lengthBesideChunked', head('Content-Length: 5', 'Transfer-Encoding: Chunked'), ['transfer-encoding', 'Chunked']],
  ['teIdentity', head('Transfer-Encoding: identity', 'Content-Length: 5'), []],
  ['chunkedHttp10', 'HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n', ['transfer-encoding', 'chunked']],
  ['longHead', head(`X-Big: ${'x'.repeat(70_000)}`, 'Content-Length: 5'), ['x-big', 'x'.repeat(70_000)]],
];

function read(text: string, ...lenient: Leniency[]): HeadRead | undefined {
  return new LenientHeads(new Set(lenient)).read(Buffer.from(text, 'latin1'), 'GET');
}

describe('the head of an answer', () => {
  it('has every leniency in this table', () => {
    expect([...new Set(quirks.map(([mistake]) => mistake))].sort()).toEqual(Object.keys(leniencies).sort());
  });

  it.each(quirks)('with %s is understood where that is forgiven: %j', (mistake, text, understood) => {
    const { head: found, bytes, forgiven } = read(text, mistake) ?? {};
    const others = (found?.headers ?? []).filter((_, i, all) => all[i - (i % 2)] !== 'content-length');
    expect({ others, bytes, forgiven }).toEqual({ others: understood, bytes: text.length, forgiven: [mistake] });
  });

  it.each(quirks)('with %s is refused else, and the error says what would have helped', (mistake, text) => {
    expect(() => read(text)).toThrow(`http.lenient: [${mistake}]`);
  });

  it.each(quirks.filter(([mistake]) => mistake !== 'bareLf'))(
    'with %s is refused from systems of our own',
    (_, text) => {
      expect(() => strictHeads.read(Buffer.from(text, 'latin1'), 'GET')).toThrow(MalformedMessageError);
    },
  );

  it('names everything that would have helped', () => {
    expect(() => read('HTTP/1.1 200 OK\nA : 1\ngarbage\n\n', 'bareLf')).toThrow(
      'http.lenient: [spaceBeforeColon, linesWithoutColon]',
    );
  });

  it('is not waited for when its end is one that is not forgiven', () => {
    expect(() => read('HTTP/1.1 200 OK\nContent-Length: 5\n\nhello')).toThrow('bareLf');
  });

  it.each([
    ['two lengths that differ', head('Content-Length: 5', 'Content-Length: 6')],
    ['a list of lengths that differ', head('Content-Length: 5, 6')],
    ['a length that is no number', head('Content-Length: 5 bytes')],
    ['a coding that cannot be undone', head('Transfer-Encoding: gzip, chunked')],
    ['two codings', head('Transfer-Encoding: chunked', 'Transfer-Encoding: identity')],
    ['half a line end', head('A: 1\rB: 2')],
    ['NUL', head('A: 1\0')],
    ['no status line', 'hello\r\n\r\n'],
  ])('is never forgiven %s', (_, text) => {
    expect(() => read(text, ...(Object.keys(leniencies) as Leniency[]))).toThrow(MalformedMessageError);
  });

  it.each(quirks)('with %s is waited for until it is complete', (mistake, text) => {
    for (const size of [1, Math.floor(text.length / 2), text.length - 1]) {
      expect(read(text.slice(0, size), mistake)).toBeUndefined();
    }
  });

  it('in order is read as it stands', () => {
    expect(read(head('Content-Length: 5'))).toMatchObject({ forgiven: [] });
  });
});
