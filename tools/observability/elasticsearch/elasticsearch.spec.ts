import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { environmentNames } from '../../deploy/environment.ts';
import { workspaceRoot } from '../../topology/topology.ts';
import { dataStream } from '../log-agent/document.ts';
import { contentKinds } from './content-kinds.ts';
import { contentFiles } from './contents.ts';
import { ecsTemplateFile, ecsTemplateText } from './ecs-template.ts';

const variables = { environment: 'staging', retentionDays: 30 };

function contents(folder: string): { name: string; body: unknown }[] {
  return contentFiles(workspaceRoot, folder, variables);
}

// What Elasticsearch's reference says of each; a server that checks them is not to be had without its licence.
const action = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
const shapes: Record<string, z.ZodType> = {
  'lifecycle-policies': z.strictObject({
    phases: z.partialRecord(
      z.enum(['hot', 'warm', 'cold', 'frozen', 'delete']),
      z.strictObject({
        min_age: z.string().regex(/^\d+(ms|d)$/),
        actions: z.partialRecord(z.enum(['rollover', 'delete', 'forcemerge', 'shrink']), action),
      }),
    ),
  }),
  roles: z.strictObject({
    cluster: z.array(z.never()),
    indices: z.array(
      z.strictObject({
        names: z.array(z.string().startsWith('logs-wellspring.')),
        privileges: z.array(z.enum(['auto_configure', 'create_doc', 'read', 'view_index_metadata'])),
        allow_restricted_indices: z.literal(false),
      }),
    ),
    applications: z.array(
      z.strictObject({
        application: z.literal('kibana-.kibana'),
        privileges: z.array(z.string().regex(/^feature_\w+\.read$/)),
        resources: z.array(z.string().startsWith('space:')),
      }),
    ),
    run_as: z.array(z.never()),
    metadata: z.record(z.string(), z.string()),
  }),
};

describe('what Elasticsearch keeps', () => {
  it('has every field that lines can have (npm run observability -- generate)', () => {
    expect(readFileSync(join(workspaceRoot, ecsTemplateFile), 'utf8')).toBe(ecsTemplateText());
  });

  it.each(Object.entries(shapes))('has %s in the shape that the reference gives', (folder, shape) => {
    expect(contents(folder).length).toBeGreaterThan(0);
    for (const { body } of contents(folder)) expect(shape.safeParse(body).error).toBeUndefined();
  });

  it('refers only to what there is', () => {
    const known = contentKinds.flatMap(({ folder }) => contents(folder).map(({ name }) => name));
    const named = contentKinds.flatMap(({ folder }) =>
      contents(folder).flatMap(({ body }) => JSON.stringify(body).match(/wellspring-[\w-]+-staging/g) ?? []),
    );
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  });

  it('is for the streams that the log agent writes to, of its environment alone', () => {
    const [template] = contents('index-templates').map(({ body }) =>
      z.looseObject({ index_patterns: z.tuple([z.string()]) }).parse(body),
    );
    const pattern = new RegExp(`^${template?.index_patterns[0].replaceAll('.', '\\.').replace('*', '.*') ?? ''}$`);
    expect(dataStream('usage-alerts', 'staging')).toMatch(pattern);
    expect(dataStream('billing', 'production')).not.toMatch(pattern);
  });

  it.each([1, 30])('deletes lines within %d days of the first', (retentionDays) => {
    const [policy] = contentFiles(workspaceRoot, 'lifecycle-policies', { ...variables, retentionDays });
    expect(policy?.body).toMatchObject({
      phases: {
        hot: { actions: { rollover: { max_age: '1d' } } },
        delete: { min_age: `${retentionDays - 1}d` },
      },
    });
  });

  it.each(environmentNames(workspaceRoot))('has names of its own in %s', (environment) => {
    for (const { folder } of contentKinds) {
      for (const { name } of contentFiles(workspaceRoot, folder, { environment, retentionDays: 30 })) {
        expect(name).toMatch(new RegExp(`-${environment}$`));
      }
    }
  });
});
