/** When a key signs and how long it is published. All durations in milliseconds. */
export interface KeyScheduleSettings {
  /** How long a key signs. */
  lifetimeMs: number;
  /** How long before it first signs a key is published, so that every verifier has fetched it by then. */
  publishLeadMs: number;
  /** How long a key stays published after it last signed: the longest anything it signed is still presented. */
  retentionMs: number;
}

/** Epoch milliseconds. */
export interface ScheduledKey {
  signsFrom: number;
  signsUntil: number;
}

/** The key that signs at this moment: the newest whose time has come, else the one whose time comes first. */
export function signer<K extends ScheduledKey>(keys: readonly K[], now: number): K | undefined {
  const byStart = keys.toSorted((a, b) => a.signsFrom - b.signsFrom);
  return byStart.findLast((key) => key.signsFrom <= now) ?? byStart[0];
}

/** The key to make now, if any: the first one, or the successor of the last one when that is about to end. */
export function dueKey(
  keys: readonly ScheduledKey[],
  now: number,
  { lifetimeMs, publishLeadMs }: KeyScheduleSettings,
): ScheduledKey | undefined {
  const lastEnd = Math.max(...keys.map((key) => key.signsUntil));
  if (keys.length === 0 || lastEnd <= now) return { signsFrom: now, signsUntil: now + lifetimeMs };
  if (lastEnd - publishLeadMs > now) return undefined;
  return { signsFrom: lastEnd, signsUntil: lastEnd + lifetimeMs };
}

/** Whether nothing signed by the key can be presented any more. */
export function isSpent(key: ScheduledKey, now: number, { retentionMs }: KeyScheduleSettings): boolean {
  return key.signsUntil + retentionMs <= now;
}
