let second = 0;
let text = '';

/** The time as headers give it (RFC 9110 section 5.6.7). Formatted once a second, for it has no more digits. */
export function httpDate(nowMs = Date.now()): string {
  const now = Math.floor(nowMs / 1_000);
  if (now !== second) {
    second = now;
    text = new Date(now * 1_000).toUTCString();
  }
  return text;
}
