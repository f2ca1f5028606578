import type { RequestFacts } from '../front/request-facts.ts';

/** What an old portal is told of the browser in whose name it is asked: header name → value. */
export function inNameOf(facts: RequestFacts, forwarded: string): Record<string, string> {
  const pairs = forwarded
    .split('\r\n')
    .filter((line) => line !== '')
    .map((line): [string, string] => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]);
  return {
    ...Object.fromEntries(pairs),
    ...(facts.userAgent !== undefined && { 'user-agent': facts.userAgent }),
    ...(facts.acceptLanguage !== '' && { 'accept-language': facts.acceptLanguage }),
  };
}
