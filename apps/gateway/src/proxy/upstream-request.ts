import type { RequestFacts } from '../front/request-facts.ts';
import type { UpstreamRequest } from '../upstream/upstream-connection.ts';

export interface UpstreamRequestParts {
  method: string;
  target: string;
  url: URL;
  facts: RequestFacts;
  /** `X-Forwarded-*` lines. */
  forwarded: string;
  traceparent: string;
  timeoutMs: number;
  credentials: string;
}

/** The request as the upstream gets it. */
export function upstreamRequest(parts: UpstreamRequestParts): UpstreamRequest {
  const { method, facts, url } = parts;
  const base = url.pathname === '/' ? '' : url.pathname.replace(/\/$/, '');
  const body = facts.chunked
    ? 'chunked'
    : facts.contentLength === undefined || facts.contentLength === '0'
      ? 'none'
      : 'length';
  const length = facts.contentLength === undefined ? '' : `content-length: ${facts.contentLength}\r\n`;
  const framing = facts.chunked ? 'transfer-encoding: chunked\r\n' : length;
  const expect = facts.expectsContinue && body !== 'none' ? 'expect: 100-continue\r\n' : '';
  return {
    method,
    body,
    upgrade: false,
    head:
      `${method} ${base}${parts.target} HTTP/1.1\r\nhost: ${url.host}\r\n${facts.passed}${parts.forwarded}` +
      `via: 1.1 wellspring\r\ntraceparent: ${parts.traceparent}\r\nx-request-timeout-ms: ${parts.timeoutMs}\r\n` +
      `${parts.credentials}${framing}${expect}\r\n`,
  };
}

/** Methods that change nothing (RFC 9110 section 9.2.1): the only ones that may be sent twice. */
export function isSafe(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}
