import { migrate } from '@wellspring/persistence';
import { createService, type ServiceDefinition } from '@wellspring/platform';
import { eventually } from '../eventually.ts';
import { temporaryDatabase } from '../postgres/temporary-database.ts';
import { TokenIssuer } from '../tokens/token-issuer.ts';
import { CapturedLog } from './captured-log.ts';
import { Cleanup } from './cleanup.ts';
import { RunningService } from './running-service.ts';

type Env = Readonly<Record<string, string>>;

interface Plan {
  env: Env;
  postgres: boolean;
  jobs: readonly string[];
}

const readyTimeoutMs = 30_000;

/** Free ports, nothing reachable from outside, no time spent on waiting for a load balancer. */
const testEnv: Env = {
  PORT: '0',
  MANAGEMENT_PORT: '0',
  HOST: '127.0.0.1',
  LOG_LEVEL: 'debug',
  SHUTDOWN_PROPAGATION_MS: '0',
  SHUTDOWN_IDLE_GRACE_MS: '0',
  SHUTDOWN_DRAIN_MS: '5000',
};

/** How to start a service for a test. Each `with…` gives a new one, so that tests can build on a common start. */
export class ServiceUnderTest {
  private readonly definition: ServiceDefinition;
  private readonly plan: Plan;

  constructor(definition: ServiceDefinition, plan: Plan = { env: {}, postgres: false, jobs: [] }) {
    this.definition = definition;
    this.plan = plan;
  }

  /** Gives it an empty database of its own, migrated (`DATABASE_URL`). */
  withPostgres(): ServiceUnderTest {
    return new ServiceUnderTest(this.definition, { ...this.plan, postgres: true });
  }

  /** Settings, by their environment names; they go before everything set otherwise. */
  withEnv(env: Env): ServiceUnderTest {
    return new ServiceUnderTest(this.definition, { ...this.plan, env: { ...this.plan.env, ...env } });
  }

  /** Where a dependency is: `withDependency('BILLING_ENGINE_URL', proxy.url)`. */
  withDependency(envName: string, url: string): ServiceUnderTest {
    return this.withEnv({ [envName]: url });
  }

  /** Waits at the start until these jobs, which start by themselves, have run once, so that none comes in between later. */
  withFirstRunOf(...jobs: readonly string[]): ServiceUnderTest {
    return new ServiceUnderTest(this.definition, { ...this.plan, jobs: [...this.plan.jobs, ...jobs] });
  }

  /**
   * Starts the service and waits until it is ready. What was started until then is cleaned up when it fails.
   *
   * @throws ConfigurationError naming every setting that is missing or bad
   */
  async start(): Promise<RunningService> {
    const cleanup = new Cleanup();
    try {
      return await this.startWith(cleanup);
    } catch (error) {
      await cleanup.run();
      throw error;
    }
  }

  private async startWith(cleanup: Cleanup): Promise<RunningService> {
    const issuer = await TokenIssuer.start(this.definition.name);
    cleanup.add(() => issuer.stop());
    const database = this.plan.postgres ? await temporaryDatabase(databasePrefix(this.definition.name)) : undefined;
    if (database) cleanup.add(() => database.drop());

    const env = {
      ...testEnv,
      JWKS_URL: issuer.jwksUrl,
      ...(database && { DATABASE_URL: database.url }),
      ...this.plan.env,
    };
    if (database) await migrate(this.definition, { env });

    const log = new CapturedLog();
    const service = await createService(this.definition, { env, logSink: log });
    cleanup.add(() => service.stop());
    await service.start();
    await eventually(() => untilReady(service.managementUrl), { timeoutMs: readyTimeoutMs });
    const running = new RunningService({ service, log, issuer, cleanup, databaseUrl: database?.url });
    for (const job of this.plan.jobs) await running.ranJob(job);
    return running;
  }
}

/** A service on real ports and, if it wants one, a real database; see the README for examples. */
export function serviceUnderTest(definition: ServiceDefinition): ServiceUnderTest {
  return new ServiceUnderTest(definition);
}

async function untilReady(managementUrl: string): Promise<void> {
  const response = await fetch(`${managementUrl}/health/ready`);
  const body = await response.text();
  if (!response.ok) throw new Error(`The service does not get ready: ${body}`);
}

function databasePrefix(name: string): string {
  return name.replaceAll(/[^a-z0-9]/g, '_');
}
