import { describe, expect, it } from '@jest/globals';
import { environmentNames } from '../../deploy/environment.ts';
import { workspaceRoot } from '../../topology/topology.ts';
import { contentFiles } from '../elasticsearch/contents.ts';
import { fieldNames } from '../elasticsearch/ecs-template.ts';
import { applyPlan, changing, planOf } from '../plan.ts';
import { kibana } from './kibana.ts';
import { readPages } from './pages.ts';
import { dataStreams, type SavedObject, savedObjects } from './saved-objects.ts';
import { FakeKibana } from './test/fake-kibana.ts';

const pages = readPages(workspaceRoot);

describe('the pages', () => {
  it.each(pages)('$title: uses only fields that the template declares', ({ query, columns, charts }) => {
    const asked = [...query.matchAll(/([a-z_.]+):/g)].map(([, field = '']) => field);
    const used = [...asked, ...columns, ...charts.flatMap(({ by }) => by)];
    expect(used.length).toBeGreaterThan(3);
    expect(used.filter((field) => !fieldNames().includes(field) && !/^labels\.\w+$/.test(field))).toEqual([]);
  });

  it.each(environmentNames(workspaceRoot))('look at the data streams the template makes, in %s', (environment) => {
    const [template] = contentFiles(workspaceRoot, 'index-templates', { environment, retentionDays: 30 });
    expect(template?.body).toMatchObject({ index_patterns: [dataStreams(environment)] });
  });

  it('refer only to what was made before', () => {
    const made = new Set<string>();
    for (const { type, id, references } of savedObjects(pages, 'staging')) {
      expect(references.filter((each) => !made.has(`${each.type} ${each.id}`))).toEqual([]);
      made.add(`${type} ${id}`);
    }
  });

  it('have every reference that they name', () => {
    for (const { attributes, references } of savedObjects(pages, 'staging')) {
      const named = [...JSON.stringify(attributes).matchAll(/(?:panelRefName|indexRefName)\\?\\?":\\?\\?"([^"\\]+)/g)];
      expect(named.map(([, name]) => name)).toEqual(references.map(({ name }) => name));
    }
  });
});

describe('Kibana', () => {
  async function withKibana(work: (server: FakeKibana) => Promise<void>): Promise<void> {
    const server = await FakeKibana.start();
    await work(server).finally(() => server.stop());
  }

  const secrets = { KIBANA_API_KEY: 'key' };

  it('is given every page, and then nothing is left to do', () =>
    withKibana(async (server) => {
      const system = kibana({ url: server.url }, { root: workspaceRoot, environment: 'staging', secrets });
      await applyPlan(await planOf(system));

      expect(server.objects.size).toBe(savedObjects(pages, 'staging').length);
      expect(changing(await planOf(system))).toEqual([]);
    }));

  it('shows what was changed by hand', () =>
    withKibana(async (server) => {
      const system = kibana({ url: server.url }, { root: workspaceRoot, environment: 'staging', secrets });
      await applyPlan(await planOf(system));
      const changed = server.objects.get('search wellspring-refused-at-the-edge-staging') as SavedObject;
      changed.attributes['columns'] = ['message'];

      const [change, ...others] = changing(await planOf(system));
      expect(others).toEqual([]);
      expect(change?.fields).toMatchObject([{ path: 'attributes.columns', before: ['message'] }]);
    }));

  it('is quoted with the file when it refuses', () =>
    withKibana(async (server) => {
      server.refusal = { type: 'unsupported_type' };
      const system = kibana({ url: server.url }, { root: workspaceRoot, environment: 'staging', secrets });
      await expect(planOf(system).then(applyPlan)).rejects.toThrow(/pages\.yaml: .*Kibana.*unsupported_type/);
    }));
});
