import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { workspaceRoot } from '../../topology/topology.ts';
import { runHelm } from '../helm.ts';
import { logAgentFlows } from '../log-agent-flows.ts';
import { type Manifest, parseManifests } from '../manifest.ts';
import { kubeconform } from './kubeconform.ts';
import { chartFolder, digest, environments, find } from './rendering.ts';

function valuesOf(environment: string, set: Record<string, string> = {}): string[] {
  return [
    ...['--namespace', 'wellspring-logs', '--set', `image.digest=${digest}`],
    ...['--values', join(workspaceRoot, 'deploy/environments', environment, 'log-agent.yaml')],
    ...Object.entries(set).flatMap(([key, value]) => ['--set', `${key}=${value}`]),
  ];
}

function renderText(environment: string, set: Record<string, string> = {}): Promise<string> {
  return runHelm(['template', 'log-agent', chartFolder('log-agent'), ...valuesOf(environment, set)]);
}

async function render(environment: string, set: Record<string, string> = {}): Promise<Manifest[]> {
  return parseManifests(await renderText(environment, set));
}

describe.each(environments)('in %s, the chart of the log agent', (environment) => {
  it('passes helm lint --strict and is known to the Kubernetes API, to the last field', async () => {
    const linted = await runHelm(['lint', '--strict', chartFolder('log-agent'), ...valuesOf(environment)]);
    expect(linted).toContain('0 chart(s) failed');
    const text = await renderText(environment);
    const valid = parseManifests(text).length;
    expect(kubeconform(text).summary).toEqual({ valid, invalid: 0, errors: 0, skipped: 0 });
  });

  it('lets out what the firewall list says, and no more', async () => {
    const { spec } = find(await render(environment), 'NetworkPolicy', 'log-agent');
    const text = JSON.stringify(spec);
    const networks = [...text.matchAll(/"cidr":"([^"]+)"/g)].map(([, network]) => network);
    const listed = logAgentFlows(workspaceRoot, environment).filter(({ crosses }) => crosses === 'boundary');
    expect(networks.toSorted()).toEqual(listed.map(({ to }) => to.split(' ')[0]).toSorted());
    for (const { port } of listed) expect(text).toContain(`"port":${port}`);
    expect(text).toContain('"ingress":[]');
  });

  it('writes to the data streams of its environment', async () => {
    expect(await renderText(environment)).toContain(`{ name: ENVIRONMENT, value: "${environment}" }`);
  });
});

describe('the chart of the log agent', () => {
  it('sees the logs of the node read-only, and may do nothing else there', async () => {
    const text = JSON.stringify(find(await render('production'), 'DaemonSet', 'log-agent'));
    expect([...text.matchAll(/"hostPath":\{"path":"([^"]+)"/g)].map(([, path]) => path)).toEqual([
      '/var/log/pods',
      '/var/lib/wellspring-log-agent',
    ]);
    expect(text).toContain('"mountPath":"/var/log/pods","readOnly":true');
    expect(text).toContain('"drop":["ALL"]');
    expect(text).toContain('"readOnlyRootFilesystem":true');
    expect(text).not.toMatch(/hostNetwork|hostPID|privileged":true/);
  });

  it('asks for pods and nothing else', async () => {
    const roles = (await render('production')).filter(({ kind }) => kind.endsWith('Role'));
    expect(roles.map((role) => role['rules'])).toEqual([[{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }]]);
  });

  it.each([
    ['a tag for a digest', { 'image.digest': 'latest' }, /digest.*does not match pattern/],
    ['a password', { 'elasticsearch.password': 'x' }, /additional properties 'password' not allowed/],
    ['an Elasticsearch that is nowhere', { 'elasticsearch.networks': 'null' }, /networks/],
  ])('refuses %s', async (_, set, message) => {
    await expect(render('dev', set)).rejects.toThrow(message);
  });
});
