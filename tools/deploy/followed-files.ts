/** Files that a service follows while it runs: releasing one is over when every pod says that it has it in force. */
import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { FileHolders, PodReader } from './cluster.ts';
import type { Manifest } from './manifest.ts';

export interface FollowedFile {
  name: string;
  text: string;
  /** The health check whose `digest` is the beginning of the SHA-256 of the text in force. */
  check: string;
}

export interface Patience {
  lookEveryMs: number;
  /** A node may not know the new text yet when it is told to look. */
  refreshEveryMs: number;
  giveUpMs: number;
}

const usualPatience: Patience = { lookEveryMs: 500, refreshEveryMs: 3_000, giveUpMs: 30_000 };

const checksByFile = z.record(z.string(), z.string());
const configMap = z.object({ data: z.record(z.string(), z.string()) });
const health = z.object({
  details: z.record(z.string(), z.looseObject({ digest: z.string().optional(), error: z.string().optional() })),
});

/** @param manifests of a release */
export function followedFiles(manifests: Manifest[]): FollowedFile[] {
  return manifests.flatMap((manifest) => {
    const followed = manifest.metadata.annotations?.['wellspring/followed-files'];
    if (followed === undefined) return [];
    const { data } = configMap.parse(manifest);
    return Object.entries(checksByFile.parse(JSON.parse(followed))).flatMap(([name, check]) => {
      const text = data[name];
      return text === undefined ? [] : [{ name, text, check }];
    });
  });
}

/**
 * Waits until every pod that serves has the files in force.
 * @returns what each pod that has not says, empty when all have
 */
export async function bringIntoForce(
  holders: FileHolders,
  { service, managementPort, files }: { service: string; managementPort: number; files: FollowedFile[] },
  { lookEveryMs, refreshEveryMs, giveUpMs }: Patience = usualPatience,
): Promise<string[]> {
  if (files.length === 0) return [];
  const startedAt = performance.now();
  const refreshedAt = new Map<string, number>();
  for (;;) {
    const pods = (await holders.pods(service)).filter(({ ready, leaving }) => ready && !leaving);
    const answers = await Promise.all(
      pods.map(async ({ name }) => ({ name, behind: await behindOn(holders, name, managementPort, files) })),
    );
    const late = answers.filter(({ behind }) => behind.length > 0);
    const now = performance.now();
    if (late.length === 0 || now - startedAt >= giveUpMs) return late.flatMap(({ behind }) => behind);
    for (const { name } of late) {
      if (now - (refreshedAt.get(name) ?? Number.NEGATIVE_INFINITY) < refreshEveryMs) continue;
      refreshedAt.set(name, now);
      await holders.refreshFiles(name);
    }
    await delay(lookEveryMs);
  }
}

async function behindOn(reader: PodReader, pod: string, port: number, files: FollowedFile[]): Promise<string[]> {
  let checks: z.output<typeof health>['details'];
  try {
    const { body } = await reader.askPod(pod, port, '/health/ready');
    checks = health.parse(JSON.parse(body)).details;
  } catch (error) {
    return [
      `${pod} does not say which files it has in force: ${error instanceof Error ? error.message : String(error)}`,
    ];
  }
  return files.flatMap(({ name, text, check }) => {
    const { digest, error } = checks[check] ?? {};
    if (digest !== undefined && digest !== '' && sha256(text).startsWith(digest)) return [];
    return [`${pod} does not have the new ${name} in force${error === undefined ? '' : `: ${error}`}`];
  });
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
