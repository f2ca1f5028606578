/** The values of a release, merged as Helm merges them; Helm itself gets the files. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

export type Values = Record<string, unknown>;

/** Files of an environment's values for one service, the later ones winning, as far as they exist. */
export function valuesFiles(root: string, environment: string, service: string): string[] {
  const folder = join(root, 'deploy/environments', environment);
  return [join(folder, 'values.yaml'), join(folder, 'values', `${service}.yaml`)].filter((file) => existsSync(file));
}

const serviceValues = z.looseObject({
  image: z.looseObject({ registry: z.string() }),
  environmentFiles: z.array(z.string()),
  smokePath: z.string(),
  outside: z.record(z.string(), z.object({ url: z.string(), networks: z.array(z.string()) })),
  callers: z.record(z.string(), z.object({ networks: z.array(z.string()) })),
  entrance: z.object({ type: z.enum(['NodePort', 'LoadBalancer']), nodePort: z.number().optional() }).optional(),
  readsPods: z.boolean().default(false),
  database: z.object({ networks: z.array(z.string()), port: z.number() }),
  network: z.object({
    dns: z.object({ namespace: z.string() }),
    ingress: z.object({ namespace: z.string() }),
    operatorIngress: z.object({ namespace: z.string() }),
    scraper: z.object({ namespace: z.string() }),
    apiServerNetworks: z.array(z.string()),
  }),
});

export type ServiceValues = z.output<typeof serviceValues>;

/** What the tools need of a service's values in an environment; the charts' schemas check the rest. */
export function readServiceValues(root: string, environment: string, service: string): ServiceValues {
  const charts = join(root, 'deploy/charts');
  const defaults = { service: readValues(join(charts, 'service/values.yaml')) };
  const merged = [join(charts, service, 'values.yaml'), ...valuesFiles(root, environment, service)]
    .map(readValues)
    .reduce(mergeValues, defaults);
  const result = serviceValues.safeParse(merged['service']);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `service.${path.join('.')}: ${message}`);
  throw new Error(`Values of ${service} in ${environment}: ${problems.join('; ')}`);
}

export function readValues(file: string): Values {
  const content: unknown = parse(readFileSync(file, 'utf8'));
  return isValues(content) ? content : {};
}

/** Objects are merged key by key, anything else is replaced. */
export function mergeValues(below: Values, above: Values): Values {
  const merged = { ...below };
  for (const [key, value] of Object.entries(above)) {
    const under = merged[key];
    merged[key] = isValues(under) && isValues(value) ? mergeValues(under, value) : value;
  }
  return merged;
}

export function isValues(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
