import fc from 'fast-check';

/** White space that may stand around a value. */
const padding = fc.constantFrom('', ' ', ' ', ' ', '\t', '  ', ' \t ');

const methods = fc.constantFrom(
  ...[
    'GET',
    'GET',
    'POST',
    'POST',
    'PUT',
    'HEAD',
    'DELETE',
    'OPTIONS',
    'PATCH',
    'TRACE',
    'CONNECT',
    'M-SEARCH',
    'QUERY',
  ],
);

const targetCharacters = Array.from(`abzAZ09/?#%&=:;.,-_~!$'()*+@[]{}|\\^"<>\``);
const wildCharacters = [...targetCharacters, ' ', '\t', '\x7f', '\x80', '\xff'];
const targets = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      '/',
      '/',
      '/a/b?c=d',
      '*',
      'http://host/x',
      'HTTP://host',
      'https://u:p@host:1/?',
      '//x',
      '/#f',
    ),
  },
  {
    weight: 8,
    arbitrary: fc.array(fc.constantFrom(...targetCharacters), { maxLength: 6 }).map((all) => `/${all.join('')}`),
  },
  {
    weight: 1,
    arbitrary: fc.array(fc.constantFrom(...wildCharacters), { maxLength: 6 }).map((all) => all.join('')),
  },
);

const names = fc.constantFrom(
  ...['X-A', 'x-b', 'X_C', "x!#$%&'*+-.^`|~", 'Accept', 'User-Agent', 'Content-Type', 'Origin', 'Via', 'TE', 'Trailer'],
  ...[
    'Keep-Alive',
    'Forwarded',
    'X-Forwarded-For',
    'X-Bridge-Customer',
    'Authorization',
    'Cookie',
    'Cookie',
    'constructor',
  ],
);
const values = fc.oneof(
  fc.constantFrom('', 'a', 'a=b; c=d', 'a, b', 'a:b', '"a\\"b"', 'chunked', '5', 'x'.repeat(300)),
  fc
    .array(fc.constantFrom(...Array.from('abcXYZ019 \t;,=:"\\/\x80\xa0\xff')), { maxLength: 8 })
    .map((all) => all.join('').trim()),
);
const connections = fc.constantFrom(
  ...[
    'close',
    'Close',
    'keep-alive',
    'Keep-Alive',
    'keep-alive, close',
    'x-a',
    'keep-alive,X-A',
    'Upgrade',
    'upgrade, x-a',
  ],
  ...[
    'keep-alive\xa0',
    '\xa0keep-alive',
    'close\xa0',
    'upgrade\xa0',
    ', keep-alive ,',
    'keep-alive;x',
    'content-length, host',
  ],
);
const line = fc
  .oneof(
    { weight: 6, arbitrary: fc.record({ name: names, value: values }) },
    { weight: 2, arbitrary: fc.record({ name: fc.constantFrom('Connection', 'connection'), value: connections }) },
    {
      weight: 1,
      arbitrary: fc.record({
        name: fc.constant('Upgrade'),
        value: fc.constantFrom('websocket', 'WebSocket', 'h2c', 'websocket\xa0'),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ name: fc.constant('Expect'), value: fc.constantFrom('100-continue', '100-Continue') }),
    },
  )
  .chain(({ name, value }) =>
    fc.tuple(padding, padding).map(([before, after]) => `${name}:${before}${value}${after}\r\n`),
  );

const data = fc.oneof(
  fc.constantFrom('', 'a', 'hello', '\r\n', '0\r\n\r\n', 'GET / HTTP/1.1\r\nHost: smuggled\r\n\r\n', 'x'.repeat(100)),
  fc.array(fc.nat(255), { maxLength: 20 }).map((all) => String.fromCharCode(...all)),
);
const extension = fc.constantFrom(
  '',
  '',
  '',
  ';a',
  ';a=b',
  ';a="b c"',
  ';a="\\"";c',
  ';a=b;c=d',
  ';a="\x80;\t"',
  ';x!#$=~',
);
const chunk = fc
  .tuple(data, extension, fc.boolean(), fc.constantFrom('', '', '0', '00'))
  .filter(([bytes]) => bytes !== '')
  .map(([bytes, more, upper, zeros]) => {
    const size = bytes.length.toString(16);
    return `${zeros}${upper ? size.toUpperCase() : size}${more}\r\n${bytes}\r\n`;
  });
const trailers = fc.array(
  fc.constantFrom(
    'X-Sum: 1\r\n',
    'Sum:\r\n',
    'x: a b\t\r\n',
    'Connection: close\r\n',
    'Content-Length: 3\r\n',
    'Transfer-Encoding: chunked\r\n',
    'Host: b\r\n',
    'Upgrade: websocket\r\n',
    'Expect: x\r\n',
  ),
  { maxLength: 2 },
);
const chunks = fc
  .tuple(fc.array(chunk, { maxLength: 4 }), fc.constantFrom('0', '000'), extension, trailers)
  .map(([all, last, more, lines]) => `${all.join('')}${last}${more}\r\n${lines.join('')}\r\n`);

interface Body {
  line: string;
  bytes: string;
}

const body = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Body>({ line: '', bytes: '' }) },
  {
    weight: 2,
    arbitrary: fc.tuple(data, padding, fc.constantFrom('', '', '0')).map(([bytes, space, zero]): Body => ({
      line: `Content-Length:${space}${zero}${bytes.length}\r\n`,
      bytes,
    })),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(chunks, fc.constantFrom('chunked', 'Chunked', '\tchunked ')).map(([bytes, coding]): Body => ({
      line: `Transfer-Encoding: ${coding}\r\n`,
      bytes,
    })),
  },
);

const hosts = fc.constantFrom('Host: a\r\n', 'host:a:80 \r\n', 'HOST: [::1]\r\n');

/** A request as the standard allows it, if not as anybody would write it. */
const request = fc
  .record({
    method: methods,
    target: targets,
    minor: fc.constantFrom(1, 1, 1, 0),
    host: fc.oneof({ weight: 20, arbitrary: hosts }, { weight: 1, arbitrary: fc.constant('') }),
    lines: fc.array(line, { maxLength: 8 }),
    body,
    at: fc.nat(9),
  })
  .map(({ method, target, minor, host, lines, body: { line: framing, bytes }, at }) => {
    const all = [host, ...lines];
    all.splice(at % (all.length + 1), 0, framing);
    return `${method} ${target} HTTP/1.${minor}\r\n${all.join('')}\r\n${bytes}`;
  });

/** What is slipped in where it does not belong. */
const scraps = fc.oneof(
  fc.constantFrom(
    '\r',
    '\n',
    '\r\n',
    '\r\n\r\n',
    '\n\n',
    '\r\r\n',
    '\0',
    ' ',
    '\t',
    '\v',
    '\f',
    '\x7f',
    '\x80',
    '\xa0',
    '\xff',
    ':',
    ';',
    ',',
    '0',
    '-',
    '"',
  ),
  fc.constantFrom(
    '0\r\n\r\n',
    'GET /smuggled HTTP/1.1\r\nHost: b\r\n\r\n',
    ' HTTP/1.1',
    'HTTP/1.0',
    '0x',
    '1_0',
    '\x85',
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  ),
);
const strayLines = fc.constantFrom(
  ...['Transfer-Encoding: chunked', 'Transfer-Encoding: gzip, chunked', 'Transfer-Encoding: chunked, identity'],
  ...[
    'Transfer-Encoding: identity',
    'Transfer-Encoding:\vchunked',
    'Transfer-Encoding: chunked\xa0',
    'Transfer-Encoding:',
  ],
  ...[
    'Transfer-Encoding : chunked',
    'Transfer_Encoding: chunked',
    'Transfer-Encoding: \x00chunked',
    ' Transfer-Encoding: chunked',
  ],
  ...['Content-Length: 0', 'Content-Length: 5', 'Content-Length: 5, 5', 'Content-Length: +5', 'Content-Length: -1'],
  ...['Content-Length: 5 5', 'Content-Length: 0x5', 'Content-Length:', 'Content-Length\t: 5', 'Content-Length: 5\xa0'],
  ...['Content-Length: 99999999999999999999', 'Content-Length: 000000000000000000005'],
  ...[
    'Host: b',
    'Host:',
    'Host: u@a',
    'Host: a/b',
    'Host: a,b',
    'Host: m\xfc',
    ' folded',
    '\tfolded',
    ': nameless',
    'without colon',
    'X-\x80: y',
    'X Y: z',
    'X\0: y',
    'Expect: 200-maybe',
  ],
);

/** Changes bytes in one place, or hardly. `where` is between 0 and 1. */
export type Mutation = (bytes: string, where: number) => string;

const place = (bytes: string, where: number): number => Math.floor(where * (bytes.length + 1));

/** The nearest `what` at or after the place, or the first one. */
function find(bytes: string, what: string, where: number): number {
  const at = bytes.indexOf(what, place(bytes, where));
  return at < 0 ? bytes.indexOf(what) : at;
}

function replaceNear(what: string, by: string): Mutation {
  return (bytes, where) => {
    const at = find(bytes, what, where);
    return at < 0 ? bytes : bytes.slice(0, at) + by + bytes.slice(at + what.length);
  };
}

export const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  scraps.map((scrap): Mutation => (bytes, where) => {
    const at = place(bytes, where);
    return bytes.slice(0, at) + scrap + bytes.slice(at);
  }),
  fc.integer({ min: 1, max: 4 }).map((count): Mutation => (bytes, where) => {
    const at = place(bytes, where);
    return bytes.slice(0, at) + bytes.slice(at + count);
  }),
  fc.nat(255).map((code): Mutation => (bytes, where) => {
    const at = place(bytes, where);
    return bytes.slice(0, at) + String.fromCharCode(code) + bytes.slice(at + 1);
  }),
  fc.constantFrom(replaceNear('\r', ''), replaceNear('\n', ''), replaceNear('\r', '\r\r'), replaceNear('\n', '\n\n')),
  fc.constantFrom(replaceNear('\r\n', '\n\r'), replaceNear('\r\n', '\r\n\r\n'), replaceNear('\r\n', '\r\n ')),
  fc.constantFrom(replaceNear(':', ' :'), replaceNear(': ', ':\0'), replaceNear(' ', '  '), replaceNear(' ', '\t')),
  strayLines.map((stray): Mutation => replaceNear('\r\n', `\r\n${stray}\r\n`)),
  // A line twice.
  fc.constant<Mutation>((bytes, where) => {
    const at = find(bytes, '\r\n', where);
    const start = bytes.lastIndexOf('\n', at) + 1;
    return at < 0 ? bytes : bytes.slice(0, at + 2) + bytes.slice(start, at + 2) + bytes.slice(at + 2);
  }),
  // Another number in a length or the size of a chunk.
  fc.constantFrom('0', '1', '7', 'a', 'F', '', '00', '1000').map((digits): Mutation => (bytes, where) => {
    const at = bytes.slice(place(bytes, where)).search(/(?<=[\n ])[0-9a-f]+(?=[\r;])/i);
    const from = at < 0 ? bytes.search(/(?<=[\n ])[0-9a-f]+(?=[\r;])/i) : place(bytes, where) + at;
    return from < 0 ? bytes : bytes.slice(0, from) + digits + bytes.slice(from).replace(/^[0-9a-f]+/i, '');
  }),
  fc.constantFrom('\r\n', '\r\n\r\n', '\n', '\r', '\r\n\n').map(
    (empty): Mutation =>
      (bytes) =>
        empty + bytes,
  ),
  fc.constant<Mutation>((bytes, where) => bytes.slice(0, place(bytes, where))),
);

/** Of a WebSocket. */
const handshake = fc
  .tuple(hosts, fc.array(line, { maxLength: 3 }), data)
  .map(
    ([host, lines, early]) =>
      `GET /live HTTP/1.1\r\n${host}Upgrade: websocket\r\n${lines.join('')}Connection: Upgrade\r\n\r\n${early}`,
  );

const requests = fc
  .array(fc.oneof({ weight: 12, arbitrary: request }, { weight: 1, arbitrary: handshake }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((all) => all.join(''));

/** What a client could send on one connection, in latin1: requests one after another, some of them tampered with. */
export const byteStreams: fc.Arbitrary<string> = fc.oneof(
  { weight: 2, arbitrary: requests },
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        requests,
        fc.array(fc.tuple(mutation, fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })), {
          minLength: 1,
          maxLength: 3,
        }),
      )
      .map(([bytes, mutations]) => mutations.reduce((changed, [mutate, where]) => mutate(changed, where), bytes)),
  },
);
