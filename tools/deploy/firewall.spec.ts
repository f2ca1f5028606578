import { describe, expect, it } from '@jest/globals';
import { readTopology, workspaceRoot } from '../topology/topology.ts';
import { firewallFlows } from './firewall.ts';
import { addressesOf } from './flow.ts';

const flows = firewallFlows(workspaceRoot, 'production', readTopology());

describe('the firewall list', () => {
  it('has every declared call', () => {
    for (const app of readTopology().filter(({ kind }) => kind === 'service')) {
      for (const { why } of app.calls) expect(flows.map((flow) => flow.why)).toContain(why);
    }
  });

  it('has what leaves the cluster, with network and port', () => {
    expect(flows).toContainEqual({
      from: 'pods of billing',
      to: '10.30.4.0/24 (payments.example.internal)',
      port: 443,
      protocol: 'TCP',
      crosses: 'boundary',
      why: 'charging a card',
    });
    expect(flows).toContainEqual(
      expect.objectContaining({ from: 'pods of billing', to: '10.30.1.0/24 (PostgreSQL)', port: 5432 }),
    );
    expect(flows).toContainEqual(
      expect.objectContaining({ from: 'nodes of the cluster', to: 'registry.example.internal', port: 443 }),
    );
  });

  it('has every address of every old portal', () => {
    expect(flows).toContainEqual({
      from: 'pods of gateway',
      to: '10.30.2.0/24 (legacy-portal.example.internal)',
      port: 443,
      protocol: 'TCP',
      crosses: 'boundary',
      why: 'pages of capabilities still on an old portal',
    });
  });

  it('has what Telegraf needs beside the services', () => {
    const telegraf = flows.filter(({ from }) => from === 'Telegraf');
    expect(telegraf).toContainEqual({
      from: 'Telegraf',
      to: '10.30.4.0/28 (influxdb.example.internal)',
      port: 443,
      protocol: 'TCP',
      crosses: 'boundary',
      why: 'what is measured',
    });
    expect(telegraf.map(({ to, port }) => `${to}:${port}`)).toEqual(
      expect.arrayContaining(['10.30.0.0/28 (API server):6443', '10.30.0.0/24 (kubelets):10250']),
    );
  });

  it('has where the old portal knocks', () => {
    expect(flows).toContainEqual({
      from: '10.30.2.0/24 (legacy-portal)',
      to: 'nodes of the cluster',
      port: 30_481,
      protocol: 'TCP',
      crosses: 'boundary',
      why: 'keys that sign the bridge header',
    });
  });

  it('has what comes in from the old portal', () => {
    expect(flows).toContainEqual(
      expect.objectContaining({
        from: '10.30.2.0/24 (legacy-portal)',
        to: 'pods of gateway',
        port: 8081,
        crosses: 'boundary',
      }),
    );
  });

  it('lets nobody reach a management port from outside but by declaration', () => {
    const management = new Set(readTopology().flatMap(({ ports }) => ports.management ?? []));
    const incoming = flows.filter(
      ({ crosses, port, to }) => crosses === 'boundary' && management.has(port) && to.startsWith('pods of'),
    );
    expect(new Set(incoming.map(({ from }) => from.replace(/^\S+ /, '')))).toEqual(
      new Set(['(legacy-portal)', '(API server)']),
    );
  });

  it('has no flow twice', () => {
    const lines = flows.map((flow) => JSON.stringify(flow));
    expect(lines.filter((line, index) => lines.indexOf(line) !== index)).toEqual([]);
  });
});

describe('addressesOf', () => {
  it('knows the usual ports and several addresses', () => {
    expect(addressesOf('https://a/x, http://b:8080,http://c,https://a/y')).toEqual([
      { host: 'a', port: 443 },
      { host: 'b', port: 8080 },
      { host: 'c', port: 80 },
    ]);
  });
});
