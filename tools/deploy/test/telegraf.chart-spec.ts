import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { workspaceRoot } from '../../topology/topology.ts';
import { runHelm } from '../helm.ts';
import { parseManifests, type Manifest } from '../manifest.ts';
import { telegrafFlows } from '../telegraf-flows.ts';
import { kubeconform } from './kubeconform.ts';
import { apps, chartFolder, digest, environments, find } from './rendering.ts';
import { scrapedPorts } from '../chart-topology.ts';

const rules = z.array(z.object({ to: z.array(z.unknown()), ports: z.array(z.object({ port: z.number() })) }));

function valuesOf(environment: string, set: Record<string, string>): string[] {
  return [
    ...['--namespace', 'monitoring', '--set', `image.digest=${digest}`],
    ...['--values', join(workspaceRoot, 'deploy/environments', environment, 'telegraf.yaml')],
    ...Object.entries(set).flatMap(([key, value]) => ['--set', `${key}=${value}`]),
  ];
}

function renderText(environment: string, set: Record<string, string> = {}): Promise<string> {
  return runHelm(['template', 'telegraf', chartFolder('telegraf'), ...valuesOf(environment, set)]);
}

async function render(environment: string, set: Record<string, string> = {}): Promise<Manifest[]> {
  return parseManifests(await renderText(environment, set));
}

function egressOf(manifests: Manifest[]): z.output<typeof rules> {
  const { spec } = find(manifests, 'NetworkPolicy', 'telegraf');
  return z.object({ egress: rules }).parse(spec).egress;
}

describe.each(environments)('in %s, the chart of Telegraf', (environment) => {
  it('passes helm lint --strict and is known to the Kubernetes API, to the last field', async () => {
    expect(await runHelm(['lint', '--strict', chartFolder('telegraf'), ...valuesOf(environment, {})])).toContain(
      '0 chart(s) failed',
    );
    const text = await renderText(environment);
    expect(kubeconform(text).summary).toEqual({
      valid: parseManifests(text).length,
      invalid: 0,
      errors: 0,
      skipped: 0,
    });
  });

  it('may reach the metrics of every service, and nothing else of them', async () => {
    const toServices = egressOf(await render(environment)).filter(({ to }) =>
      JSON.stringify(to).includes('"app.kubernetes.io/component":"service"'),
    );
    expect(toServices.map(({ ports }) => ports.map(({ port }) => port))).toEqual(
      scrapedPorts(apps).map(({ port }) => [port]),
    );
  });

  it('lets out what the firewall list says, and no more', async () => {
    const networks = egressOf(await render(environment)).flatMap(({ to, ports }) =>
      ports.flatMap(({ port }) =>
        [...JSON.stringify(to).matchAll(/"cidr":"([^"]+)"/g)].map(([, network]) => `${network ?? ''}:${port}`),
      ),
    );
    const listed = telegrafFlows(workspaceRoot, environment)
      .flows.filter(({ crosses }) => crosses === 'boundary')
      .map(({ to, port }) => `${to.split(' ')[0] ?? ''}:${port}`);
    expect(networks.toSorted()).toEqual(listed.toSorted());
  });
});

describe('the chart of Telegraf', () => {
  it('reads and nothing else', async () => {
    const roles = (await render('production')).filter(({ kind }) => kind.endsWith('Role'));
    const verbs = roles.flatMap((role) => [...JSON.stringify(role['rules']).matchAll(/"verbs":\[([^\]]+)\]/g)]);
    expect(new Set(verbs.flatMap(([, each = '']) => each.split(',')))).toEqual(new Set(['"get"', '"list"', '"watch"']));
    expect(JSON.stringify(roles)).not.toMatch(/secrets|nodes\/proxy|"\*"/);
  });

  it('has no right in the cluster when nodes are not asked', async () => {
    const kinds = (await render('production', { 'nodes.enabled': 'false' })).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind.startsWith('Cluster'))).toEqual([]);
  });

  it.each([
    ['a tag for a digest', { 'image.digest': 'latest' }, /digest.*does not match pattern/],
    ['a password', { 'influxdb.password': 'x' }, /additional properties 'password' not allowed/],
    ['an InfluxDB that is nowhere', { 'influxdb.networks': 'null' }, /networks/],
  ])('refuses %s', async (_, set, message) => {
    await expect(render('dev', set)).rejects.toThrow(message);
  });
});
