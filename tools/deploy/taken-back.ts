/**
 * Images that did worse and were taken back. Helm's history knows: what lies between a rollback and the revision it went
 * back to. It is where the release is, so that it counts for whoever deploys there next.
 */
import type { HelmRevision } from './helm.ts';

export interface HistoryReader {
  history: (service: string) => Promise<HelmRevision[]>;
  digestOf: (service: string, revision: number) => Promise<string | undefined>;
}

/** @returns when each was taken back, by digest; one that was deployed again later and stayed is not among them */
export async function takenBackDigests(helm: HistoryReader, service: string): Promise<Map<string, string>> {
  const history = await helm.history(service);
  const undone = undoneBy(history);
  const digests = new Map<string, string>();
  if (undone.size === 0) return digests;
  for (const { revision, description } of history) {
    if (rollbackTarget(description) !== undefined) continue;
    const digest = await helm.digestOf(service, revision);
    if (digest === undefined) continue;
    const when = undone.get(revision);
    if (when === undefined) digests.delete(digest);
    else digests.set(digest, when);
  }
  return digests;
}

/** When each revision was undone, by its number. */
function undoneBy(history: HelmRevision[]): Map<number, string> {
  const undone = new Map<number, string>();
  for (const { revision: rollback, description, updated } of history) {
    const target = rollbackTarget(description);
    if (target === undefined) continue;
    for (const { revision } of history) {
      if (revision > target && revision < rollback && !undone.has(revision)) undone.set(revision, updated);
    }
  }
  return undone;
}

/** `Rollback to 3` is how Helm describes one, its own after a failed upgrade too. */
function rollbackTarget(description: string): number | undefined {
  const [, revision] = /^Rollback to (\d+)/.exec(description) ?? [];
  return revision === undefined ? undefined : Number(revision);
}
