import { describe, expect, it } from '@jest/globals';
import { MalformedMessageError } from '../http1/header-lines.ts';
import type { ResponseHead } from './response-head.ts';
import { ResponseParser } from './response-parser.ts';

interface Seen {
  heads: ResponseHead[];
  body: string;
  trailers: readonly string[] | undefined;
  switched: string | undefined;
}

/** Feeds a response in pieces of `size` bytes. */
function parse(bytes: string, size = bytes.length, method = 'GET', upgrade = false): Seen & { parser: ResponseParser } {
  const seen: Seen = { heads: [], body: '', trailers: undefined, switched: undefined };
  const parser = new ResponseParser();
  parser.expect(method, upgrade, {
    onInformation: (head) => seen.heads.push(head),
    onHead: (head) => seen.heads.push(head),
    onBody: (chunk) => (seen.body += chunk.toString('latin1')),
    onEnd: (trailers) => (seen.trailers = trailers),
    onSwitch: (head, rest) => {
      seen.heads.push(head);
      seen.switched = rest.toString('latin1');
    },
  });
  for (let at = 0; at < bytes.length; at += size) parser.push(Buffer.from(bytes.slice(at, at + size), 'latin1'));
  return { ...seen, parser };
}

const chunked =
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n6\r\n world\r\n0\r\nSum: 1\r\n\r\n';
const sized = 'HTTP/1.1 200 OK\r\nContent-Length: 11\r\nETag: "a"\r\n\r\nhello world';

describe('ResponseParser', () => {
  it('takes the same length given twice for one', () => {
    const [head] = parse('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nETag: x\r\nContent-Length: 2\r\n\r\nok').heads;
    expect(head?.headers).toEqual(['content-length', '2', 'etag', 'x']);
    expect(() => parse('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok')).toThrow(
      'content length',
    );
  });

  it.each([1, 2, 3, 7, 16, 1_000])('reads the same whatever the size of the pieces (%d)', (size) => {
    for (const bytes of [chunked, sized]) {
      const seen = parse(bytes, size);
      expect(seen.body).toBe('hello world');
      expect(seen.trailers).toEqual(bytes === chunked ? ['sum', '1'] : []);
      expect(seen.parser.persistent).toBe(true);
    }
  });

  it('reads until the connection closes when no length is given', () => {
    const { parser, body } = parse('HTTP/1.1 200 OK\r\n\r\nhello');
    expect(body).toBe('hello');
    expect(parser.close()).toBe(true);
    expect(parser.persistent).toBe(false);
  });

  it('does not take a response cut short for a whole one', () => {
    expect(parse(sized.slice(0, -1)).parser.close()).toBe(false);
    expect(parse(chunked.slice(0, -2)).parser.close()).toBe(false);
  });

  it('hands interim responses on before the final one', () => {
    const { heads } = parse(`HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n${sized}`, 9);
    expect(heads.map(({ status }) => status)).toEqual([100, 103, 200]);
  });

  it.each(['HEAD', 'GET'])('expects no body for %s where there is none', (method) => {
    const { trailers } = parse(`HTTP/1.1 ${method === 'HEAD' ? 200 : 304} X\r\nContent-Length: 9\r\n\r\n`, 50, method);
    expect(trailers).toEqual([]);
  });

  it('stops being HTTP after a switch of protocols that was asked for, and only then', () => {
    const bytes = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n\x81\x00';
    expect(parse(bytes, bytes.length, 'GET', true).switched).toBe('\x81\x00');
    expect(() => parse(bytes)).toThrow(MalformedMessageError);
  });

  it.each([
    ['a status line without version', 'OK 200\r\n\r\n'],
    ['a status of two digits', 'HTTP/1.1 20 OK\r\n\r\n'],
    ['another version', 'HTTP/2.0 200 OK\r\n\r\n'],
    ['a length that is no number', 'HTTP/1.1 200 OK\r\nContent-Length: 1x\r\n\r\n'],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n'],
    ['length and chunks', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n'],
    ['an unknown coding', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n'],
    ['a name with a space', 'HTTP/1.1 200 OK\r\nX : 1\r\n\r\n'],
    ['a line without a name', 'HTTP/1.1 200 OK\r\n: 1\r\n\r\n'],
    ['a bare CR', 'HTTP/1.1 200 OK\r\nX: a\rb\r\n\r\n'],
    ['a NUL', 'HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\n'],
    ['a chunk size that is none', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n'],
    ['a chunk line ended by LF alone', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\na\r\n'],
    ['a chunk longer than it says', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n'],
    ['a head without end', `HTTP/1.1 200 OK\r\nX: ${'a'.repeat(70_000)}`],
    ['bytes after the end', `${sized}more`],
  ])('refuses %s', (_what, bytes) => {
    expect(() => parse(bytes)).toThrow(MalformedMessageError);
  });
});
