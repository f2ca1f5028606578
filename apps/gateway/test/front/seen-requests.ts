/** What a server made of the bytes on a connection. */
export interface SeenRequest {
  kind: 'request' | 'upgrade';
  method: string;
  target: string;
  version: string;
  host: string;
  cookies: string[];
  contentLength: string | undefined;
  /** Ordinary header lines, `name: value`, with the name in lower case. */
  lines: string[];
  /** Of the request; of an upgrade, everything sent after it. */
  body: string;
  complete: boolean;
}

/** Concerns one connection, or is said to other servers by the gateway itself: never passed on. */
const neverPassed = new Set(
  (
    'host connection cookie authorization content-length transfer-encoding expect x-forwarded-for x-forwarded-proto ' +
    'x-forwarded-host traceparent x-request-timeout-ms upgrade keep-alive proxy-connection proxy-authenticate ' +
    'proxy-authorization te trailer forwarded x-real-ip x-forwarded-port x-forwarded-prefix x-forwarded-server ' +
    'x-forwarded-ssl x-original-url x-rewrite-url x-original-host tracestate baggage via'
  ).split(' '),
);

/** Carries the message, whatever `Connection` says. */
const neverHopByHop = new Set(['content-type', 'origin']);

/** The lines that may be passed on, out of all: name, value, name, value… */
export function ordinaryLines(raw: readonly string[]): string[] {
  const pairs = raw.flatMap((name, i) => (i % 2 === 0 ? [{ name: name.toLowerCase(), value: raw[i + 1] ?? '' }] : []));
  const named = new Set(
    pairs
      .filter(({ name }) => name === 'connection')
      .flatMap(({ value }) => value.toLowerCase().split(/[ \t]*,[ \t]*/))
      .filter((name) => !neverHopByHop.has(name)),
  );
  return pairs
    .filter(
      ({ name }) => !neverPassed.has(name) && !name.startsWith('x-bridge-') && !name.includes('_') && !named.has(name),
    )
    .map(({ name, value }) => `${name}: ${value}`);
}

export function cookiesIn(header: string): string[] {
  return header
    .split(';')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}
