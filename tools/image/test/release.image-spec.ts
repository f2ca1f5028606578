import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stringify } from 'yaml';
import { z } from 'zod';
import { copyWorkspace } from '../../check/workspace-copy.ts';
import { startControlPlane, type ControlPlane } from '../../cluster/api-server.ts';
import { findCommand } from '../../cluster/tools-folder.ts';
import { deployed } from '../../deploy/chart-topology.ts';
import { readEnvironment } from '../../deploy/environment.ts';
import { Helm } from '../../deploy/helm.ts';
import { readLock, type LockedRelease } from '../../deploy/release-lock.ts';
import { chartVersion, Sources } from '../../deploy/source.ts';
import { mergeValues, readValues, type Values } from '../../deploy/values.ts';
import { readTopology, workspaceRoot } from '../../topology/topology.ts';
import { findEngine, type Engine } from '../engine.ts';
import { forgetRegistry, registryProgram, startRegistry, type Registry } from '../own-registry.ts';

const environment = 'staging';
const services = deployed(readTopology()).map(({ name }) => name);
const made = z.looseObject({ reference: z.string(), version: z.string(), id: z.string() });
const plans = z.array(z.object({ service: z.string(), installs: z.boolean(), repairs: z.boolean() }));

const missing = ['helm', 'etcd', 'kube-apiserver', 'kube-controller-manager'].filter((name) => !findCommand(name));
const withRegistry = registryProgram ? describe : describe.skip;
const withCluster = missing.length === 0 ? describe : describe.skip;
// Jest does not say in which words something was skipped.
if (!registryProgram) process.stderr.write("Releases: SKIPPED, there is no docker-registry here (Debian's package)\n");
else if (missing.length > 0)
  process.stderr.write(`Plans of releases: SKIPPED, there is no ${missing.join(', ')} here\n`);

/** What the pipeline does on main, in a copy of this workspace, to a registry of its own. */
withRegistry('a release', () => {
  let engine: Engine;
  let registry: Registry;
  let root: string;
  let before: string;

  beforeAll(async () => {
    engine = await findEngine();
    registry = await startRegistry();
    root = copyWorkspace();
    for (const service of services) {
      copyFromWorkspace(`apps/${service}/dist`);
      copyFromWorkspace(`dist/images/${service}/image.json`);
    }
    edit('environment.yaml', { context: 'test' });
    edit('values.yaml', { service: { image: { registry: `${registry.host}/wellspring` } } });
    git('init', '--quiet', '--initial-branch=main');
    git('add', '--all');
    git('commit', '--quiet', '--no-verify', '--message', 'what is released');
    before = git('rev-parse', 'HEAD');
    for (const service of services) run('tools/image/push.ts', service);
    run('tools/image/lock.ts', `--env=${environment}`, '--commit');
  }, 300_000);

  afterAll(async () => {
    try {
      await forgetRegistry(engine, registry);
    } finally {
      await registry.stop();
      rmSync(root, { recursive: true });
    }
  }, 60_000);

  function copyFromWorkspace(path: string): void {
    cpSync(join(workspaceRoot, path), join(root, path), { recursive: true });
  }

  function edit(file: string, change: Values): void {
    const path = join(root, 'deploy/environments', environment, file);
    writeFileSync(path, stringify(mergeValues(readValues(path), change)));
  }

  function git(...args: string[]): string {
    return execute('git', args);
  }

  /** A command of the workspace, as the pipeline runs it. */
  function run(script: string, ...args: string[]): string {
    return execute(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...args]);
  }

  function execute(program: string, args: string[], env: Record<string, string> = {}): string {
    const author = Object.fromEntries(['AUTHOR', 'COMMITTER'].map((who) => [`GIT_${who}_NAME`, 'test']));
    const address = Object.fromEntries(['AUTHOR', 'COMMITTER'].map((who) => [`GIT_${who}_EMAIL`, 'test@example.com']));
    return execFileSync(program, args, {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...author, ...address, IMAGE_REGISTRY: `${registry.host}/wellspring`, ...env },
    }).trim();
  }

  function locked(service: string): LockedRelease {
    const found = readLock(root, environment).services[service];
    if (!found) throw new Error(`${service} is not in the lock`);
    return found;
  }

  function imageOf(service: string): z.output<typeof made> {
    return made.parse(JSON.parse(readFileSync(join(workspaceRoot, 'dist/images', service, 'image.json'), 'utf8')));
  }

  it('is locked and committed: digest, chart and the commit it is from, of every service', () => {
    expect(Object.keys(readLock(root, environment).services)).toEqual([...services].sort());
    for (const service of services) {
      expect(locked(service)).toEqual({
        digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
        chart: chartVersion(join(root, 'deploy/charts', service)),
        commit: before,
      });
    }
    expect(git('log', '-1', '--format=%s')).toMatch(/^chore\(deploy\): staging is to run .*billing/);
    expect(git('show', '--format=', '--name-only')).toBe(`deploy/environments/${environment}/release.lock.yaml`);
  });

  it('locks nothing anew when nothing is new', () => {
    for (const service of services) run('tools/image/push.ts', service);
    expect(run('tools/image/lock.ts', `--env=${environment}`, '--commit')).toMatch(/nothing to change$/);
    expect(git('status', '--porcelain')).toBe('');
  });

  it.each(services)('%s: what the lock names is, pulled back, the image that was built', async (service) => {
    const { id, reference } = imageOf(service);
    const { digest } = locked(service);
    expect(await registry.imageIdOf(`wellspring/${service}`, digest)).toBe(id);

    await engine.docker(['image', 'rm', '--force', id]);
    const remote = `${registry.host}/wellspring/${service}@${digest}`;
    await engine.docker(['image', 'pull', '--quiet', remote]);
    await engine.docker(['image', 'tag', remote, reference]);
    expect(await engine.docker(['image', 'inspect', '--format', '{{.Id}}', reference])).toBe(id);
  });

  it('is not built again by whoever finds it in the registry', async () => {
    const { id } = imageOf('billing');
    await engine.docker(['image', 'rm', '--force', id]);
    expect(run('tools/image/build.ts', 'billing')).toMatch(
      new RegExp(`${id}\nnothing to do: pulled from the registry`),
    );
  });

  it('is what the registry has, whatever this engine has by the same tag', async () => {
    const { id, reference } = imageOf('billing');
    await engine.docker(['image', 'tag', imageOf('portal').id, reference]);
    expect(run('tools/image/push.ts', 'billing')).toBe(
      `${registry.host}/wellspring/billing@${locked('billing').digest}`,
    );
    expect(await engine.docker(['image', 'inspect', '--format', '{{.Id}}', reference])).toBe(id);
  });

  withCluster('on a cluster', () => {
    let cluster: ControlPlane;
    beforeAll(async () => {
      cluster = await startControlPlane();
    }, 200_000);
    afterAll(async () => {
      await cluster.stop();
    });

    it('is what the plan would install', () => {
      const args = ['tools/deploy/main.ts', 'plan', `--env=${environment}`, '--json'];
      const plan = execute(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
        KUBECONFIG: cluster.kubeconfig,
      });
      const planned = plans.parse(JSON.parse(plan));
      expect(planned.map(({ service }) => service).sort()).toEqual([...services].sort());
      expect(planned.every(({ installs }) => installs)).toBe(true);
    });

    it.each(services)('%s: runs the image by the digest in the lock', async (service) => {
      const sources = new Sources(root);
      try {
        const inputs = sources.inputsOf(environment, service, locked(service));
        const manifests = await new Helm(readEnvironment(root, environment)).template(inputs);
        const images = [...manifests.matchAll(/image: "?([^"\s]+)/g)].map(([, image]) => image);
        const expected = `${registry.host}/wellspring/${service}@${locked(service).digest}`;
        expect([...new Set(images)]).toEqual([expected]);
      } finally {
        sources.remove();
      }
    });
  });
});
