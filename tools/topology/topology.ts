/**
 * The system as its apps declare it, each in its own `apps/<app>/service.yaml`: what runs, on which ports, with which
 * database, and who calls whom. The local stack, the charts and the firewall list are all derived from this.
 */
import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

export const workspaceRoot = join(import.meta.dirname, '../..');

const port = z.number().int().min(1).max(65_535);

const everyService = '*';

const call = z.strictObject({
  /** `*`: every service there is but the caller itself, also one that is made later. */
  app: z.string(),
  port: z.enum(['service', 'management']).default('service'),
  env: z.string().regex(/^[A-Z][A-Z0-9_]*$/),
  /**
   * What the variable holds. `address`: of this app. `list`: name=address of this app and of all others with the same
   * variable. `profile`: the path of the environment's old-portals.yaml, which says where whatever it describes is.
   */
  as: z.enum(['address', 'list', 'profile']).default('address'),
  path: z.string().startsWith('/').default(''),
  why: z.string().min(1),
});

const service = z.strictObject({
  /** A stand-in plays a system the operator owns; it is not deployed by us. */
  kind: z.enum(['service', 'stand-in']),
  ports: z.strictObject({ service: port, management: port.optional() }),
  /** Reached by customers' browsers. */
  public: z.boolean().default(false),
  /** Reached by operators' browsers. */
  operators: z.boolean().default(false),
  database: z.string().optional(),
  /** The gateway may forward customers' requests to it, for this: its name can be used in every route. */
  upstream: z.string().min(1).optional(),
  /** Other systems may register to be told of its events: where they are, `HUB_CALLBACKS`, only an environment knows. */
  hub: z.boolean().default(false),
  calls: z.array(call).default([]),
});

/** The setting of a service with a hub: addresses below which listeners may be. */
export const hubCallbacks = 'HUB_CALLBACKS';

export type Call = z.output<typeof call>;
export type PortKind = Call['port'];
export interface App extends z.output<typeof service> {
  name: string;
}

/**
 * Reads every app's declaration, callees before their callers.
 * @throws Error naming the file and every wrong key, or a call to an app that is not there.
 */
export function readTopology(root = workspaceRoot): App[] {
  const declared = globSync('apps/*/service.yaml', { cwd: root })
    .sort()
    .map((file) => readApp(root, file));
  const apps = declared.map((app) => ({ ...app, calls: app.calls.flatMap((each) => spelledOut(each, app, declared)) }));
  for (const app of apps) if (app.name === 'gateway') app.calls.push(...upstreamCalls(apps));
  const names = new Set(apps.map((app) => app.name));
  for (const app of apps) {
    for (const { app: callee } of app.calls) {
      if (!names.has(callee)) throw new Error(`apps/${app.name}/service.yaml: calls ${callee}, which is not an app`);
    }
  }
  return inCallOrder(apps);
}

/** The gateway calls whatever says that it is there to be called. */
function upstreamCalls(apps: App[]): Call[] {
  return apps.flatMap(({ name, upstream }) =>
    upstream === undefined
      ? []
      : [{ app: name, port: 'service', env: 'UPSTREAMS', as: 'list', path: '', why: upstream }],
  );
}

function spelledOut(call: Call, caller: App, apps: App[]): Call[] {
  if (call.app !== everyService) return [call];
  const others = apps.filter(
    ({ kind, ports, name }) => kind === 'service' && call.port in ports && name !== caller.name,
  );
  return others.map(({ name }) => ({ ...call, app: name }));
}

function readApp(root: string, file: string): App {
  const name = basename(dirname(file));
  const result = service.safeParse(parse(readFileSync(join(root, file), 'utf8')));
  if (!result.success) {
    const problems = result.error.issues.map((issue) => `${issue.path.join('.') || '(file)'}: ${issue.message}`);
    throw new Error(`${file}: ${problems.join('; ')}`);
  }
  return { name, ...result.data };
}

/** @returns the apps but those that stand in for an old portal: where one is, only its profile says */
export function withoutOldPortals(apps: App[]): App[] {
  const played = new Set(
    apps.flatMap(({ calls }) => calls.flatMap((call) => (call.as === 'profile' ? [call.app] : []))),
  );
  return apps.filter(({ name }) => !played.has(name));
}

/** Depth first along service-port calls: keys read from the gateway's management port are not needed to start. */
function inCallOrder(apps: App[]): App[] {
  const ordered = new Set<App>();
  const visit = (app: App): void => {
    if (ordered.has(app)) return;
    for (const { app: callee, port: kind } of app.calls) {
      const found = apps.find(({ name }) => name === callee);
      if (found && kind === 'service') visit(found);
    }
    ordered.add(app);
  };
  apps.forEach(visit);
  return [...ordered];
}
