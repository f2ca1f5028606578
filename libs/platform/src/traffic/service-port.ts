import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Exchanges } from './exchanges.ts';

export interface HttpPortOptions {
  readonly keepAliveTimeoutMs: number;
  readonly headerLimitBytes: number;
  readonly requestTimeoutMs: number;
}

export interface CloseOptions {
  /** How long silent connections are kept: a client may be sending at this very moment. */
  readonly idleGraceMs: number;
  /** When whatever is left is cut. */
  readonly drainMs: number;
}

/** What a service listens with. */
export interface ServicePort {
  readonly listening: boolean;
  /** @throws {Error} while it is not listening */
  readonly port: number;
  /** Requests not answered yet. */
  readonly inFlight: number;
  /** Called once before it listens, when all providers are initialised. */
  open?(app: NestFastifyApplication): void | Promise<void>;
  listen(port: number, host: string): Promise<void>;
  /** From now on each response tells its client to open the next connection somewhere else. */
  announceClose(): void;
  /** Stops accepting connections, answers what is in flight and what still arrives on open connections, then closes. */
  close(options: CloseOptions): Promise<void>;
}

/** What a port of a service's own making is built of. Every exchange on it is begun and ended in `exchanges`. */
export interface PortParts {
  readonly options: HttpPortOptions;
  readonly exchanges: Exchanges;
}
