import type { RequestFacts } from '../front/request-facts.ts';
import type { Endpoint } from '../upstream/endpoint.ts';
import { requestStart } from '../upstream/request-start.ts';
import type { Upstream } from '../upstream/upstream.ts';
import type { UpstreamRequest } from '../upstream/upstream-connection.ts';

export interface UpstreamRequestParts {
  method: string;
  target: string;
  upstream: Upstream;
  endpoint: Endpoint;
  facts: RequestFacts;
  /** `X-Forwarded-*` lines. */
  forwarded: string;
  traceparent: string;
  timeoutMs: number;
  credentials: string;
}

/** The request as the upstream gets it. */
export function upstreamRequest(parts: UpstreamRequestParts): UpstreamRequest {
  const { method, facts } = parts;
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
      `${requestStart(method, parts.target, parts.upstream, parts.endpoint)}${facts.passed}${parts.forwarded}` +
      `traceparent: ${parts.traceparent}\r\nx-request-timeout-ms: ${parts.timeoutMs}\r\n` +
      `${parts.credentials}${framing}${expect}\r\n`,
  };
}

/** Methods that change nothing (RFC 9110 section 9.2.1): the only ones that may be sent twice. */
export function isSafe(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}
