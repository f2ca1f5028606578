import { describe, expect, it } from '@jest/globals';
import { ChunkedBody, ExtensionsTooLongError } from './chunked-body.ts';
import { MalformedMessageError } from './header-lines.ts';

/** Reads a body in packets of `size` bytes. */
function read(
  bytes: string,
  { sender = 'stranger', size = bytes.length }: { sender?: 'stranger' | 'upstream'; size?: number } = {},
): {
  body: ChunkedBody;
  data: string;
  used: number;
} {
  const body = new ChunkedBody(sender);
  let data = '';
  let used = 0;
  for (let at = 0; at < bytes.length && !body.done; at += size)
    used += body.push(Buffer.from(bytes.slice(at, at + size), 'latin1'), (chunk) => (data += chunk.toString('latin1')));
  return { body, data, used };
}

describe('a chunked body', () => {
  const bytes = '5;note="a;b"\r\nhello\r\n00B\r\n to\r\n 0\r\n\r\n\r\n0;last\r\nX-Sum: 42\r\n\r\n';

  it.each([1, 2, 3, 5, 100])('is the same in packets of %d bytes', (size) => {
    const { body, data, used } = read(bytes, { size });
    expect(data).toBe('hello to\r\n 0\r\n\r\n');
    expect(body).toMatchObject({ done: true, trailers: ['x-sum', '42'] });
    expect(used).toBe(bytes.length);
  });

  it('leaves what follows it to the next request', () => {
    expect(read('0\r\n\r\nGET / HTTP/1.1\r\n')).toMatchObject({ used: 5, body: { done: true } });
  });

  it('hands data on without copying it', () => {
    const packet = Buffer.alloc(10, '5\r\nhello\r\n');
    const chunks: Buffer[] = [];
    new ChunkedBody('stranger').push(packet, (chunk) => chunks.push(chunk));
    expect(chunks).toHaveLength(1);
    expect(chunks[0]?.buffer).toBe(packet.buffer);
  });

  it.each([
    ['a size that is no number', 'x\r\n'],
    ['a size with a sign', '+5\r\nhello\r\n'],
    ['a size with a prefix', '0x5\r\nhello\r\n'],
    ['a size beyond all measure', 'fffffffffffff\r\n'],
    ['an empty size', '\r\n'],
    ['white space after its size', '5 \r\nhello\r\n'],
    ['white space before an extension', '5 ;a\r\nhello\r\n'],
    ['an extension without a name', '5;=b\r\nhello\r\n'],
    ['a quote that does not end', '5;a="b\r\nhello\r\n'],
    ['a bare line feed after its size', '5\nhello\r\n'],
    ['a carriage return within its extension', '5;a\r;b\r\nhello\r\n'],
    ['more data than its size', '5\r\nhello!\r\n'],
    ['a bare line feed after its data', '5\r\nhello\n'],
    ['a trailer without a colon', '0\r\nSum\r\n\r\n'],
    ['a folded trailer', '0\r\nSum: 1\r\n 2\r\n\r\n'],
    ['a trailer with half a line end', '0\r\nSum: 1\rX: 2\r\n\r\n'],
    ['a length among its trailers', '0\r\nContent-Length: 5\r\n\r\n'],
    ['a coding among its trailers', '0\r\nTransfer-Encoding: chunked\r\n\r\n'],
    ['a host among its trailers', '0\r\nHost: other\r\n\r\n'],
  ])('of a stranger may not have %s', (_, malformed) => {
    expect(() => read(malformed)).toThrow(MalformedMessageError);
  });

  it.each(['5 \r\nhello\r\n0\r\n\r\n', '5 ; a = b\r\nhello\r\n0  \r\n\r\n'])(
    'of an upstream may be padded: %j',
    (padded) => {
      expect(read(padded, { sender: 'upstream' })).toMatchObject({ data: 'hello', body: { done: true } });
    },
  );

  it.each([
    ['one long extension', `1;${'a'.repeat(5_000)}\r\n`],
    ['one that does not end', `1;${'a'.repeat(5_000)}`],
    ['many short ones', `1;${'a'.repeat(1_000)}\r\nx\r\n`.repeat(17)],
  ])('is refused for %s', (_, long) => {
    expect(() => read(long)).toThrow(ExtensionsTooLongError);
  });

  it('has trailers of bounded length', () => {
    expect(() => read(`0\r\n${`X: ${'a'.repeat(1_000)}\r\n`.repeat(17)}`)).toThrow('trailers too long');
  });
});
