import { jest } from '@jest/globals';
import { migrate } from '@wellspring/persistence';
import { createService, type LogSink, type Service } from '@wellspring/platform';
import { type TemporaryDatabase, temporaryDatabase } from '@wellspring/testing';
import { Clock } from '../../src/clock/clock.ts';
import { identity } from '../../src/service.ts';
import { Browser } from './browser.ts';
import { CrmDouble, type CrmPerson } from './crm-double.ts';
import { identityEnvironment, publicUrl } from './identity-environment.ts';

/** Identity on a real database with a CRM beside it; further replicas on the same database can be started. */
export class IdentityUnderTest {
  readonly replicas: Service[] = [];
  readonly logs: string[] = [];
  private shiftMs = 0;

  private constructor(
    readonly database: TemporaryDatabase,
    readonly crm: CrmDouble,
    private readonly overrides: Record<string, string>,
  ) {}

  static async start(people: CrmPerson[], overrides: Record<string, string> = {}): Promise<IdentityUnderTest> {
    const stack = new IdentityUnderTest(
      await temporaryDatabase('identity'),
      await CrmDouble.start(...people),
      overrides,
    );
    await migrate(identity, { env: stack.env });
    await stack.replica();
    return stack;
  }

  get env(): Record<string, string> {
    return identityEnvironment({
      DATABASE_URL: this.database.url,
      CRM_URL: this.crm.url,
      PORT: '0',
      MANAGEMENT_PORT: '0',
      HOST: '127.0.0.1',
      SHUTDOWN_PROPAGATION_MS: '0',
      SHUTDOWN_IDLE_GRACE_MS: '0',
      ...this.overrides,
    });
  }

  async replica(): Promise<Service> {
    const logSink: LogSink = { write: (line) => void this.logs.push(line), flushSync: () => undefined, dropped: 0 };
    const service = await createService(identity, { env: this.env, logSink });
    const clock = service.get(Clock);
    jest.spyOn(clock, 'now').mockImplementation(() => Date.now() + this.shiftMs);
    await service.start();
    this.replicas.push(service);
    return service;
  }

  get service(): Service {
    const [first] = this.replicas;
    if (first === undefined) throw new Error('No replica is running');
    return first;
  }

  browser(service: Service = this.service): Browser {
    return new Browser(publicUrl, service.url);
  }

  /** Time passes, for everything the service itself decides by the clock. */
  pass(milliseconds: number): void {
    this.shiftMs += milliseconds;
  }

  async metric(name: string, service: Service = this.service): Promise<string[]> {
    const text = await (await fetch(`${service.managementUrl}/metrics`)).text();
    return text.split('\n').filter((line) => line.startsWith(name));
  }

  async stop(): Promise<void> {
    await Promise.all(this.replicas.map((service) => service.stop()));
    await this.crm.stop();
    await this.database.drop();
  }
}
