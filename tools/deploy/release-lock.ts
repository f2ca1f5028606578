/** `deploy/environments/<env>/release.lock.yaml`: what runs in an environment, exactly. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { problemsOf } from './environment.ts';

const lockedRelease = z.strictObject({
  digest: z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/)
    .describe('Digest of the image.'),
  chart: z
    .string()
    .regex(/^\d+\.\d+\.\d+$/)
    .describe('Version of the chart.'),
  commit: z
    .string()
    .regex(/^[0-9a-f]{40}$/)
    .describe('Commit whose chart, values and files of the environment are deployed.'),
});

export const lockSchema = z.strictObject({
  services: z
    .record(z.string().regex(/^[a-z][a-z0-9-]*$/), lockedRelease)
    .describe('By service. One that is not in here is not deployed.'),
});

export type LockedRelease = z.output<typeof lockedRelease>;
export type Lock = z.output<typeof lockSchema>;

const heading = `# yaml-language-server: $schema=../release.lock.schema.json
#
# What runs here, written by the pipeline (npm run deploy -- lock). The history of this file is the history of deployments.
`;

export function lockFile(environment: string): string {
  return `deploy/environments/${environment}/release.lock.yaml`;
}

/** @throws Error naming every wrong key. */
export function parseLock(text: string, file: string): Lock {
  const result = lockSchema.safeParse(parse(text));
  if (!result.success) throw new Error(`${file}: ${problemsOf(result.error)}`);
  return result.data;
}

export function readLock(root: string, environment: string): Lock {
  const file = lockFile(environment);
  return parseLock(readFileSync(join(root, file), 'utf8'), file);
}

/** @throws Error naming every wrong key, with the file left as it was. */
export function writeLock(root: string, environment: string, lock: Lock): void {
  const services = Object.fromEntries(Object.entries(lock.services).sort(([a], [b]) => a.localeCompare(b)));
  const file = lockFile(environment);
  const text = stringify({ services }, { lineWidth: 0 });
  parseLock(text, file);
  writeFileSync(join(root, file), heading + text);
}

/** @returns the services whose entries differ between two locks. */
export function changedServices(before: Lock, after: Lock): string[] {
  const names = new Set([...Object.keys(before.services), ...Object.keys(after.services)]);
  return [...names].filter((name) => {
    const [old, now] = [before.services[name], after.services[name]];
    return old?.digest !== now?.digest || old?.chart !== now?.chart || old?.commit !== now?.commit;
  });
}
