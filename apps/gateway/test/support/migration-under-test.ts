import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditEntryDocument, AuditPageDocument, CapabilityDocument } from '@wellspring/contract-gateway';
import { temporaryDatabase, serviceUnderTest, type RunningService, type TemporaryDatabase } from '@wellspring/testing';
import { migrate } from '@wellspring/persistence';
import { gateway } from '../../src/service.ts';
import { HttpUpstream } from './http-upstream.ts';
import { sessionKey, signingKeys } from './keys.ts';
import { oldPortalsFile } from './old-portals-file.ts';
import { Operators } from './operators.ts';

export const breakGlassToken = 'break-glass-token-of-the-tests-0123456789';

export interface Call {
  method?: 'GET' | 'POST';
  body?: unknown;
  token?: string;
  headers?: Record<string, string>;
  replica?: number;
}

export interface Answer {
  status: number;
  headers: Headers;
  body: unknown;
}

/** Several gateways with the real migration, on one database and one file, in front of real servers. */
export class MigrationUnderTest {
  readonly replicas: RunningService[] = [];

  private constructor(
    private readonly folder: string,
    readonly database: TemporaryDatabase,
    readonly upstreams: { legacy: HttpUpstream; portal: HttpUpstream; billing: HttpUpstream; identity: HttpUpstream },
    readonly operators: Operators,
    private readonly env: Record<string, string>,
  ) {}

  /** @param portal what the old portal is like, beside the stand-in's manners */
  static async start(
    file: string,
    replicas = 1,
    env: Record<string, string> = {},
    portal: Record<string, unknown> = {},
  ): Promise<MigrationUnderTest> {
    const folder = await mkdtemp(join(tmpdir(), 'gateway-migration-'));
    const [legacy, newPortal, billing, identity, database] = await Promise.all([
      HttpUpstream.start('legacy'),
      HttpUpstream.start('portal'),
      HttpUpstream.start('billing'),
      HttpUpstream.start('identity'),
      temporaryDatabase('gateway'),
    ]);
    const operators = await Operators.at(identity);
    const settings = {
      PUBLIC_URL: 'http://localhost:8080',
      OLD_PORTALS_FILE: oldPortalsFile({ 'legacy-portal': { addresses: [legacy.url], ...portal } }),
      UPSTREAMS: `portal=${newPortal.url} identity=${identity.url} billing=${billing.url}`,
      SESSION_KEYS: sessionKey(),
      EDGE_SIGNING_KEYS: signingKeys(),
      OIDC_CLIENT_SECRET: 'test-client-secret',
      OPERATIONS_TOKEN: breakGlassToken,
      MIGRATION_FILE: join(folder, 'migration.yaml'),
      MIGRATION_FILE_POLL_MS: '50',
      GUARDRAIL_INTERVAL_MS: '100',
      PARITY_FLUSH_INTERVAL_MS: '50',
      // The machine the tests run on may be busy with other tests.
      SHADOW_MAX_LOAD: '1',
      DATABASE_URL: database.url,
      ...env,
    };
    const upstreams = { legacy, portal: newPortal, billing, identity };
    const started = new MigrationUnderTest(folder, database, upstreams, operators, settings);
    await started.write(file);
    await migrate(gateway, { env: { ...settings, DATABASE_URL: database.url } });
    for (let count = 0; count < replicas; count++) await started.startReplica();
    return started;
  }

  async startReplica(env: Record<string, string> = {}): Promise<RunningService> {
    const replica = await serviceUnderTest(gateway)
      .withEnv({ ...this.env, ...env })
      .start();
    this.replicas.push(replica);
    return replica;
  }

  /** Puts another file in place, as a deployment does. */
  async write(text: string): Promise<void> {
    await writeFile(join(this.folder, 'next'), text);
    await rename(join(this.folder, 'next'), join(this.folder, 'migration.yaml'));
  }

  replica(index = 0): RunningService {
    const replica = this.replicas[index];
    if (replica === undefined) throw new Error(`there is no replica ${index}`);
    return replica;
  }

  /** A customer's request; the body says who answered unless the test has the upstream say something else. */
  async visit(
    path = '/invoices',
    replica = 0,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; text: string }> {
    const response = await fetch(this.replica(replica).url + path, { redirect: 'manual', headers });
    return { status: response.status, text: await response.text() };
  }

  /** An operator's request. */
  async operate(path: string, { method, body, token, headers, replica }: Call = {}): Promise<Answer> {
    const response = await fetch(`${this.replica(replica).managementUrl}/operations/v1${path}`, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        authorization: `Bearer ${token ?? (await this.operators.token())}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const content: unknown = text === '' ? undefined : JSON.parse(text);
    return { status: response.status, headers: response.headers, body: content };
  }

  /** A capability as one replica sees it. */
  async capability(replica = 0, name = 'invoices'): Promise<CapabilityDocument> {
    const { body } = await this.operate(`/capabilities/${name}`, { replica });
    return body as CapabilityDocument;
  }

  async audit(query: string): Promise<AuditPageDocument> {
    const { body } = await this.operate(`/audit?${query}`);
    return body as AuditPageDocument;
  }

  /** The newest line of the audit. */
  async lastDecision(query = 'capability=invoices'): Promise<AuditEntryDocument | undefined> {
    return (await this.audit(`${query}&limit=1`)).items[0];
  }

  decide(action: string, body: unknown, call: Call = {}): Promise<Answer> {
    return this.operate(`/capabilities/invoices/${action}`, { body, ...call });
  }

  async stop(): Promise<void> {
    await Promise.all(this.replicas.map((replica) => replica.stop()));
    await Promise.all(Object.values(this.upstreams).map((upstream) => upstream.stop()));
    await this.database.drop();
    await rm(this.folder, { recursive: true });
  }
}
