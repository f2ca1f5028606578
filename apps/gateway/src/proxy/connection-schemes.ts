const connectionScheme = /^(?:NTLM|Negotiate)\b/i;
const challengePattern = /(?:^|,)\s*(?:NTLM|Negotiate)(?:\s+[\w+/.~-]+=*)?\s*(?=,|$)/gi;

/**
 * NTLM and Negotiate sign a connection in, and connections to upstreams are shared: the next request on it, somebody
 * else's, would be theirs. So neither is offered to browsers, nor passed on from them.
 */
export function withoutConnectionSchemes(challenges: string): string {
  return challenges
    .replace(challengePattern, '')
    .replace(/^\s*,\s*/, '')
    .trim();
}

export function signsConnectionIn(authorization: string): boolean {
  return connectionScheme.test(authorization);
}
