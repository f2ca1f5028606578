import net from 'node:net';

/** What a client may do that no HTTP library does, and how it must end for everybody. */
interface Conduct {
  readonly name: string;
  /** @param target of a request that the upstream answers with its number */
  bytes(target: (number: number) => string, number: number): string;
  /** The client has seen enough, or has enough. */
  readonly leaves: 'answered' | 'at once';
  /** What it must have received by then. */
  expected(number: number): RegExp;
}

const gets = (target: (number: number) => string, numbers: number[], last: string): string =>
  numbers.map((number, i) => `GET ${target(number)}${i === numbers.length - 1 ? last : ''}\r\n`).join('');

const conducts: readonly Conduct[] = [
  {
    name: 'pipelining',
    bytes: (target, number) => gets(target, [number, number + 1, number + 2], 'Connection: close\r\n'),
    leaves: 'answered',
    expected: (number) =>
      new RegExp(
        `^${[number, number + 1, number + 2].map((each) => `HTTP/1\\.1 200 [^{]*{"number":${each},"method":"GET"}`).join('')}$`,
      ),
  },
  {
    name: 'malformed head',
    bytes: (target, number) => `GET ${target(number)}Content-Length : 3\r\n\r\nabcGET / HTTP/1.1\r\n\r\n`,
    leaves: 'answered',
    expected: () => /^HTTP\/1\.1 400 (?:(?!HTTP)[^])*$/,
  },
  {
    name: 'malformed body',
    bytes: (target, number) => `POST ${target(number)}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nx\r\n`,
    leaves: 'answered',
    expected: () => /^HTTP\/1\.1 400 (?:(?!HTTP)[^])*$/,
  },
  {
    name: 'half a head',
    bytes: (target, number) => `GET ${target(number)}X-Half: `,
    leaves: 'at once',
    expected: () => /^$/,
  },
  {
    name: 'half a body',
    bytes: (target, number) => `POST ${target(number)}Content-Length: 10\r\n\r\nabc`,
    leaves: 'at once',
    // The upstream answers as soon as it is asked.
    expected: () => /^(?:HTTP\/1\.1 200 (?:(?!HTTP)[^])*)?$/,
  },
];

/** @returns what the client did, and `: ` with what it got when that was not as it must be */
export function behaveRoughly(url: string, turn: number, number: number): Promise<string> {
  const { host, port, hostname } = new URL(url);
  const conduct = conducts[turn % conducts.length];
  if (conduct === undefined) throw new Error('there is no such conduct');
  const bytes = conduct.bytes((each) => `/data/${each} HTTP/1.1\r\nHost: ${host}\r\n`, number);
  return new Promise((resolve) => {
    let received = '';
    const socket = net.connect(Number(port), hostname, () => {
      socket.write(bytes, () => {
        if (conduct.leaves === 'at once') setTimeout(() => socket.destroy(), turn % 20);
      });
    });
    socket.on('data', (chunk: Buffer) => (received += chunk.toString('latin1')));
    socket.on('error', (error) => (received += error.message));
    socket.on('close', () => {
      resolve(conduct.expected(number).test(received) ? conduct.name : `${conduct.name}: ${received}`);
    });
  });
}
