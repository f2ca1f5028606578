import type { InjectionToken } from '@nestjs/common';
import type { Service } from '@wellspring/platform';
import supertest from 'supertest';
import { DataSource } from 'typeorm';
import { eventually } from '../eventually.ts';
import type { TokenClaims, TokenIssuer } from '../tokens/token-issuer.ts';
import type { CapturedLog, LogLine } from './captured-log.ts';
import type { Cleanup } from './cleanup.ts';

/** A job begins when its worker looks next, which on a busy machine takes its time. */
const patient = { timeoutMs: 30_000 };

interface Parts {
  service: Service;
  log: CapturedLog;
  issuer: TokenIssuer;
  cleanup: Cleanup;
  databaseUrl: string | undefined;
}

/** A service that answers on real ports, with everything a test asks it, or about it. */
export class RunningService {
  private readonly parts: Parts;

  constructor(parts: Parts) {
    this.parts = parts;
  }

  /** Base URL of the service port. */
  get url(): string {
    return this.parts.service.url;
  }

  /** Base URL of the management port: health, metrics, info. */
  get managementUrl(): string {
    return this.parts.service.managementUrl;
  }

  /** supertest on the service port. */
  get http(): ReturnType<typeof supertest> {
    return supertest(this.url);
  }

  /** supertest on the management port. */
  get management(): ReturnType<typeof supertest> {
    return supertest(this.managementUrl);
  }

  /** Signs the tokens the service believes; for rotating its keys or stopping it. */
  get issuer(): TokenIssuer {
    return this.parts.issuer;
  }

  /** Connection string of the service's own database. @throws Error without `withPostgres()` */
  get databaseUrl(): string {
    if (this.parts.databaseUrl === undefined) throw new Error('The service was started without withPostgres().');
    return this.parts.databaseUrl;
  }

  /** TypeORM's data source of the service. */
  get dataSource(): DataSource {
    return this.get<DataSource>(DataSource);
  }

  /** The log so far, a parsed object per line, oldest first. */
  get logs(): readonly LogLine[] {
    return this.parts.log.lines;
  }

  /** A provider of the service, whichever module it is in. */
  get<T>(token: InjectionToken<T>): T {
    return this.parts.service.get(token);
  }

  /** A customer token that the service accepts, unless the claims say otherwise. */
  tokenFor(customerId: string, claims?: TokenClaims): Promise<string> {
    return this.parts.issuer.tokenFor(customerId, claims);
  }

  /** A token of another system of the operator, which the service accepts. */
  machineToken(clientId: string, scope: string): Promise<string> {
    return this.parts.issuer.machineToken(clientId, scope);
  }

  /** Waits until a job that starts by itself has run once, well or not, so that it does not come in between later. */
  async ranJob(job: string): Promise<void> {
    await eventually(async () => {
      const { text } = await this.management.get('/metrics');
      if (!text.includes(`jobs_runs_total{job="${job}"`)) throw new Error(`The job ${job} has not run yet`);
    }, patient);
  }

  /** Stops the service as SIGTERM would, drops its database and ends the helpers; all of it, even if a part fails. */
  stop(): Promise<void> {
    return this.parts.cleanup.run();
  }
}
