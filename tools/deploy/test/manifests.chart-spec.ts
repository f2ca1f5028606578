import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { followedFiles } from '../followed-files.ts';
import { idOf, isHook, type Manifest } from '../manifest.ts';
import { everywhere, find, render, renderText, renderWithFiles, services } from './rendering.ts';
import { workloadOf, type Workload } from './workload.ts';

describe.each(everywhere)('in %s, %s', (environment, service) => {
  const app = services.find(({ name }) => name === service);

  it('never has the version in a selector, so that every release can replace every other', async () => {
    const [one, other] = [
      await render(environment, service),
      await render(environment, service, { 'service.image.digest': `sha256:${'2'.repeat(64)}` }),
    ];
    for (const [kind, path] of [
      ['Deployment', 'matchLabels'],
      ['PodDisruptionBudget', 'matchLabels'],
      ['Service', 'selector'],
      ['NetworkPolicy', 'podSelector'],
    ] as const) {
      const selector = JSON.stringify(find(one, kind, service)['spec'], onlySelectors);
      expect({ kind, path, selector }).toEqual({
        kind,
        path,
        selector: JSON.stringify(find(other, kind, service)['spec'], onlySelectors),
      });
    }
    const { selector, template } = workloadOf(find(one, 'Deployment', service));
    expect(selector?.matchLabels).toEqual({
      'app.kubernetes.io/name': service,
      'app.kubernetes.io/component': 'service',
    });
    expect(template.metadata.labels).toMatchObject(selector?.matchLabels ?? {});
  });

  it('has a name that stands for each of its pods, beside the one that stands for any', async () => {
    const manifests = await render(environment, service);
    const [any, each] = [find(manifests, 'Service', service), find(manifests, 'Service', `${service}-pods`)];
    expect(any['spec']).toMatchObject({ type: 'ClusterIP' });
    expect(each['spec']).toMatchObject({
      clusterIP: 'None',
      selector: { 'app.kubernetes.io/name': service, 'app.kubernetes.io/component': 'service' },
      ports: [{ port: app?.ports.service, targetPort: 'http' }],
    });
  });

  it('runs the image by digest, with requests and limits in every container', async () => {
    for (const manifest of (await render(environment, service)).filter(
      ({ kind }) => kind === 'Deployment' || kind === 'Job',
    )) {
      for (const { image, resources } of workloadOf(manifest).template.spec.containers) {
        expect(image).toMatch(new RegExp(`^[^@]+/${service}@sha256:[0-9a-f]{64}$`));
        expect(Object.keys(resources.requests)).toEqual(expect.arrayContaining(['cpu', 'memory']));
        expect(Object.keys(resources.limits)).toEqual(expect.arrayContaining(['cpu', 'memory']));
      }
    }
  });

  it('is probed on the management port and nowhere else', async () => {
    const [container] = workloadOf(find(await render(environment, service), 'Deployment', service)).template.spec
      .containers;
    const ports = Object.fromEntries(container?.ports.map(({ name, containerPort }) => [name, containerPort]) ?? []);
    expect(ports).toEqual({ http: app?.ports.service, management: app?.ports.management });
    expect(container?.startupProbe?.httpGet).toEqual({ path: '/health/live', port: 'management' });
    expect(container?.livenessProbe?.httpGet).toEqual({ path: '/health/live', port: 'management' });
    expect(container?.readinessProbe?.httpGet).toEqual({ path: '/health/ready', port: 'management' });
  });

  it('gives a pod longer to leave than its shutdown can take', async () => {
    const manifests = await render(environment, service);
    const { containers, terminationGracePeriodSeconds = 0 } = workloadOf(find(manifests, 'Deployment', service))
      .template.spec;
    const settings = find(manifests, 'ConfigMap', `${service}-settings`)['data'] as Record<string, string>;
    const preStop = containers[0]?.lifecycle?.preStop.sleep.seconds ?? 0;
    const inMs = (name: string): number => Number(settings[name]);
    // As libs/platform has it (shutdown-deadlines.ts): workers, requests in flight and connections; destroy hooks, the
    // management port and its app.
    const longestMs = inMs('SHUTDOWN_PROPAGATION_MS') + 3 * (inMs('SHUTDOWN_DRAIN_MS') + 500) + 3 * 5_000;
    expect(preStop).toBeGreaterThan(0);
    expect(longestMs).toBeGreaterThan(0);
    expect(terminationGracePeriodSeconds).toBeGreaterThan(preStop + longestMs / 1_000);
  });

  it('replaces pods without ever having fewer', async () => {
    const { strategy } = workloadOf(find(await render(environment, service), 'Deployment', service));
    expect(strategy?.rollingUpdate).toEqual({ maxUnavailable: 0, maxSurge: 1 });
  });

  it('is spread over machines, and over zones where machines have some', async () => {
    const spreadOf = async (set: Record<string, string>): Promise<unknown[]> =>
      workloadOf(
        find(await render(environment, service, set), 'Deployment', service),
      ).template.spec.topologySpreadConstraints.map(({ topologyKey, whenUnsatisfiable }) => [
        topologyKey,
        whenUnsatisfiable,
      ]);
    // A node without a zone would be overlooked in every constraint, were zones among them.
    const hosts = ['kubernetes.io/hostname', 'DoNotSchedule'];
    expect(await spreadOf({ 'service.spread.zones': 'false' })).toEqual([hosts]);
    expect(await spreadOf({ 'service.spread.zones': 'true' })).toEqual([
      hosts,
      ['topology.kubernetes.io/zone', 'ScheduleAnyway'],
    ]);
  });

  it('is spread among pods of its own release, over nodes that take pods', async () => {
    const manifests = await render(environment, service, { 'service.spread.zones': 'true' });
    const { selector, template } = workloadOf(find(manifests, 'Deployment', service));
    for (const constraint of template.spec.topologySpreadConstraints) {
      expect(constraint).toMatchObject({
        nodeTaintsPolicy: 'Honor',
        matchLabelKeys: ['pod-template-hash'],
        labelSelector: { matchLabels: selector?.matchLabels },
      });
    }
  });

  it('has no rights it does not need', async () => {
    for (const manifest of (await render(environment, service)).filter(
      ({ kind }) => kind === 'Deployment' || kind === 'Job',
    )) {
      const { automountServiceAccountToken, securityContext, containers } = workloadOf(manifest).template.spec;
      expect({ automountServiceAccountToken, securityContext }).toMatchObject({
        automountServiceAccountToken: false,
        securityContext: { runAsNonRoot: true, runAsUser: 10001, seccompProfile: { type: 'RuntimeDefault' } },
      });
      for (const each of containers) {
        expect(each.securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
      }
    }
  });

  it('contains no secret, only where each is kept', async () => {
    const manifests = await render(environment, service);
    expect(manifests.filter(({ kind }) => kind === 'Secret')).toEqual([]);
    for (const manifest of manifests.filter(({ kind }) => kind === 'Deployment' || kind === 'Job')) {
      for (const { name, value } of workloadOf(manifest).template.spec.containers.flatMap(({ env }) => env)) {
        expect({ name, value }).toEqual({ name, value: name === 'SERVICE_VERSION' ? '111111111111' : undefined });
      }
    }
    // Neither by name nor by shape: credentials in an address, keys, tokens, passwords with a value.
    expect(await renderText(environment, service)).not.toMatch(
      /\/\/[^/\s"]*:[^/\s"]*@|-----BEGIN|eyJ[A-Za-z0-9_-]{10}|(password|secret|token)\w*: *["']?\w{16}/i,
    );
  });

  it('restarts when a setting or a file that it reads at the start changes', async () => {
    const templateOf = async (set: Record<string, string>): Promise<Workload['template']> =>
      workloadOf(find(await render(environment, service, set), 'Deployment', service)).template;
    const before = await templateOf({});
    expect(await templateOf({ 'service.settings.LOG_LEVEL': 'debug' })).not.toEqual(before);
    expect(await templateOf({ 'service.files.other': 'text' })).not.toEqual(before);
  });

  it('migrates before a release exactly if it has a database', async () => {
    const hooks = (await render(environment, service)).filter(isHook);
    const jobs = hooks.filter(({ kind }) => kind === 'Job');
    expect(jobs.map(({ metadata }) => metadata.annotations?.['helm.sh/hook'])).toEqual(
      app?.database ? ['pre-install,pre-upgrade'] : [],
    );
    for (const job of jobs) {
      expect(workloadOf(job).template.spec.containers[0]?.command).toEqual(['node', 'migrate.js']);
      // The Service must not send traffic to it.
      expect(workloadOf(job).template.metadata.labels['app.kubernetes.io/component']).toBe('migration');
    }
  });

  it('is scraped on the management port', async () => {
    const { annotations } = workloadOf(find(await render(environment, service), 'Deployment', service)).template
      .metadata;
    expect(annotations).toMatchObject({
      'prometheus.io/scrape': 'true',
      'prometheus.io/path': '/metrics',
      'prometheus.io/port': String(app?.ports.management),
    });
  });
});

describe('a file that the gateway follows', () => {
  const changed = (): Promise<Manifest[]> =>
    renderWithFiles('production', 'gateway', { 'migration.yaml': 'capabilities: {}' });

  it('changes the ConfigMap and nothing else', async () => {
    const [before, after] = [await render('production', 'gateway'), await changed()];
    const different = after.filter((manifest, index) => !isDeepStrictEqual(manifest, before[index]));
    expect(different.map(idOf)).toEqual(['ConfigMap/gateway-files']);
  });

  it('is known to the deploy command by what it was rendered to', async () => {
    expect(followedFiles(await changed())).toEqual([
      { name: 'migration.yaml', text: 'capabilities: {}', check: 'migration-file' },
    ]);
    expect(followedFiles(await render('production', 'portal'))).toEqual([]);
  });
});

describe('the number of pods', () => {
  it.each([
    ['production', { minReplicas: 2, maxReplicas: 6 }],
    ['dev', { minReplicas: 1, maxReplicas: 1 }],
  ])('is left to the autoscaler alone: %s', async (environment, bounds) => {
    const manifests = await render(environment, 'billing');
    expect(workloadOf(find(manifests, 'Deployment', 'billing')).replicas).toBeUndefined();
    expect(find(manifests, 'HorizontalPodAutoscaler', 'billing')['spec']).toMatchObject(bounds);
  });
});

function onlySelectors(key: string, value: unknown): unknown {
  return ['strategy', 'template', 'ports', 'ingress', 'egress'].includes(key) ? undefined : value;
}
