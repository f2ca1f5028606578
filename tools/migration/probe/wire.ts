/** One request on a connection of its own, read as the gateway reads old portals, with every mistake in it forgiven and noted. */
import net from 'node:net';
import tls from 'node:tls';
import { type Leniency, leniencies, LenientHeads, type ResponseHead, ResponseParser } from './gateway.ts';

export interface WireRequest {
  url: URL;
  method: 'GET' | 'POST';
  /** Host first. */
  headers: readonly (readonly [name: string, value: string])[];
  body?: string;
  /** Authorities (PEM) to trust instead of the well-known ones. */
  ca?: string | undefined;
}

export interface WireLimits {
  maxBytes: number;
  timeoutMs: number;
}

export interface WireAnswer {
  head: ResponseHead;
  body: Buffer;
  bytes: number;
  mistakes: readonly Leniency[];
  /** Whether it offers to be asked again on the same connection, and for how long. */
  persistent: boolean;
  idleTimeoutMs: number | undefined;
  firstByteMs: number;
  /** `cut`: it was closed in the middle. `long`: not read to its end. `more`: bytes came after its end. */
  end: 'proper' | 'cut' | 'long' | 'more';
}

const everything = new Set(Object.keys(leniencies) as Leniency[]);

/** @throws Error when there is no answer, or one that no leniency makes one. */
export function exchange(request: WireRequest, limits: WireLimits): Promise<WireAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<WireAnswer>();
  const startedAt = performance.now();
  const socket = connect(request);
  const parser = new ResponseParser(new LenientHeads(everything));
  const chunks: Buffer[] = [];
  let head: ResponseHead | undefined;
  let firstByteMs = 0;
  let bytes = 0;

  const done = (end: WireAnswer['end'], failure = new Error('the connection was closed without an answer')): void => {
    clearTimeout(timer);
    socket.destroy();
    if (head === undefined) {
      reject(failure);
      return;
    }
    const { mistakes, persistent, idleTimeoutMs } = parser;
    resolve({ head, body: Buffer.concat(chunks), bytes, mistakes, persistent, idleTimeoutMs, firstByteMs, end });
  };
  const timer = setTimeout(() => {
    done('cut', new Error(`no answer within ${limits.timeoutMs / 1_000} s`));
  }, limits.timeoutMs);

  let ended = false;
  parser.expect(request.method, false, {
    onInformation: () => undefined,
    onHead: (read) => (head = read),
    onBody: (chunk) => chunks.push(Buffer.from(chunk)),
    onEnd: () => (ended = true),
    onSwitch: () => undefined,
  });
  socket.on('data', (chunk: Buffer) => {
    if (bytes === 0) firstByteMs = performance.now() - startedAt;
    bytes += chunk.length;
    try {
      parser.push(chunk);
    } catch (error) {
      done(ended ? 'more' : 'cut', error instanceof Error ? error : new Error(String(error)));
      return;
    }
    if (ended) done('proper');
    else if (bytes > limits.maxBytes) done('long', new Error('the head of the answer does not end'));
  });
  socket.on('error', (error) => {
    done('cut', error);
  });
  socket.on('end', () => {
    done(parser.close() ? 'proper' : 'cut');
  });
  socket.write(bytesOf(request));
  return promise;
}

function connect({ url, ca }: WireRequest): net.Socket {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  if (url.protocol === 'http:') return net.connect({ host, port });
  const name = net.isIP(host) === 0 ? { servername: host } : {};
  return tls.connect({ host, port, ...name, ...(ca !== undefined && { ca }) });
}

function bytesOf({ url, method, headers, body }: WireRequest): string {
  const length = body === undefined ? [] : [['Content-Length', String(Buffer.byteLength(body))] as const];
  const lines = [...headers, ...length].map(([name, value]) => `${name}: ${value}`);
  return [`${method} ${url.pathname}${url.search} HTTP/1.1`, ...lines, '', body ?? ''].join('\r\n');
}
