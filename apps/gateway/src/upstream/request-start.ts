import type { Endpoint } from './endpoint.ts';
import type { Upstream } from './upstream.ts';

/** Request line and first header lines of a request, each ended by CRLF. */
export function requestStart(method: string, target: string, upstream: Upstream, endpoint: Endpoint): string {
  return `${method} ${upstream.basePath.toUpstream(target)} HTTP/1.1\r\n${endpoint.preamble}`;
}
