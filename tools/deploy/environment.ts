/** `deploy/environments/<env>/environment.yaml`: where an environment is and what a deployment to it must withstand. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const watch = z
  .strictObject({
    seconds: z.int().min(0).default(120).describe('How long a new version is watched once it takes traffic.'),
    intervalSeconds: z.number().positive().default(5).describe('Pause between two looks.'),
    minRequests: z.int().min(1).default(50).describe('With fewer requests to the new version nothing is concluded.'),
    maxErrorRateDelta: z
      .number()
      .min(0)
      .max(1)
      .default(0.02)
      .describe('How much higher the share of 5xx answers may be than before.'),
    maxP95Ratio: z.number().min(1).default(2).describe('How many times the p95 of before the new p95 may be.'),
    ignoreP95BelowMs: z.int().min(0).default(500).describe('A p95 below this is fast enough, whatever it was before.'),
  })
  .prefault({})
  .describe('When a release is taken back by itself.');

const address = z.url({ protocol: /^https?$/ });

const observability = z
  .strictObject({
    influxdb: z
      .strictObject({
        url: address.describe('Where its HTTP API answers.'),
        version: z.literal([1, 2]).default(2).describe('Of its API: databases (1) or buckets of an organization (2).'),
        organization: z.string().min(1).default('wellspring').describe('Whose buckets they are; InfluxDB 2 only.'),
      })
      .optional()
      .describe('Where the metrics are. Absent: none are kept for this environment.'),
    grafana: z
      .strictObject({ url: address.describe('Where its HTTP API answers, with the path it is served below.') })
      .optional()
      .describe('Where the metrics are looked at. Absent: nothing is provisioned.'),
    elasticsearch: z
      .strictObject({
        url: address.describe('Where its HTTP API answers.'),
        retentionDays: z.int().min(1).default(30).describe('How long log lines are kept; they name customers.'),
      })
      .optional()
      .describe('Where the logs are. Absent: none are kept for this environment.'),
    kibana: z
      .strictObject({ url: address.describe('Where its HTTP API answers, with the path it is served below.') })
      .optional()
      .describe('Where the logs are looked at. Absent: nothing is provisioned.'),
  })
  .prefault({})
  .describe('The systems that logs and metrics of this environment end up in; see docs/observability.md.');

export type Observability = z.output<typeof observability>;

export const environmentSchema = z.strictObject({
  namespace: z.string().min(1).describe('Kubernetes namespace that everything is in.'),
  context: z.string().min(1).optional().describe('Context of the kubeconfig; absent: the current one.'),
  timeoutSeconds: z.int().positive().default(600).describe('A release that is not ready after this has failed.'),
  watch,
  observability,
});

export interface Environment extends z.output<typeof environmentSchema> {
  name: string;
}
export type WatchRules = Environment['watch'];

export function environmentNames(root: string): string[] {
  return readdirSync(join(root, 'deploy/environments'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/** @throws Error naming the environments there are, or every wrong key. */
export function readEnvironment(root: string, name: string): Environment {
  const file = `deploy/environments/${name}/environment.yaml`;
  if (!existsSync(join(root, file))) {
    throw new Error(`There is no environment "${name}". There are: ${environmentNames(root).join(', ')}`);
  }
  const result = environmentSchema.safeParse(parse(readFileSync(join(root, file), 'utf8')));
  if (!result.success) throw new Error(`${file}: ${problemsOf(result.error)}`);
  return { name, ...result.data };
}

export function problemsOf(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => `${path.join('.') || '(file)'}: ${message}`).join('; ');
}
