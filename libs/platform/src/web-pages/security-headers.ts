import type { FastifyReply } from 'fastify';

/** What pages need beyond the strictest policy. */
export interface Allowances {
  /** Of the one `<style>` in them: `'sha256-…'`. */
  styleHash?: string;
  /** Whether they can be installed: a manifest, and a service worker registered under this name of a Trusted Types policy. */
  workerPolicy?: string;
}

/** Everything from our own origin and nothing inline: what an injected script or style would need is not allowed. */
function contentSecurityPolicy({ styleHash, workerPolicy }: Allowances): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self'${styleHash === undefined ? '' : ` ${styleHash}`}`,
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    ...(workerPolicy === undefined ? [] : ["manifest-src 'self'", "worker-src 'self'"]),
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    `trusted-types ${workerPolicy ?? "'none'"}`,
  ].join('; ');
}

const headers = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
};

/** The headers of OWASP's secure headers project that a page of ours can live with at their strictest. */
export function securityHeaders(reply: FastifyReply, allowed: Allowances = {}): void {
  reply.headers({ 'content-security-policy': contentSecurityPolicy(allowed), ...headers });
}
