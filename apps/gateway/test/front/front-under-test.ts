import type { Socket } from 'node:net';
import type { Asker } from '../../src/front/asker.ts';
import { FrontConnection, type ConnectionOwner, type FrontLimits } from '../../src/front/front-connection.ts';
import type { FrontRequest } from '../../src/front/front-request.ts';
import type { FrontResponse } from '../../src/front/front-response.ts';
import { endWith } from '../../src/http1/end-with.ts';
import { MemorySocket } from './memory-socket.ts';

interface Accepted {
  request: FrontRequest;
  response: FrontResponse;
}

/** One connection whose every request is answered by the test. */
export class FrontUnderTest implements ConnectionOwner {
  readonly limits: FrontLimits = { headBytes: 1_000, headMs: 10_000, readMs: 20_000, idleMs: 60_000 };
  readonly keepAliveLines = 'connection: keep-alive\r\n';
  readonly responseLines = '';
  readonly askers: Asker[] = [];
  readonly client = new MemorySocket();
  readonly accepted: Accepted[] = [];
  readonly refused: string[] = [];
  /** Responses to requests whose body went wrong. */
  readonly interrupted: FrontResponse[] = [];
  readonly upgraded: { request: FrontRequest; socket: Socket; early: string }[] = [];
  closings = 0;
  private readonly connection: FrontConnection;

  constructor() {
    this.connection = new FrontConnection(this.client, this);
  }

  /** Targets of the requests so far. */
  get targets(): string[] {
    return this.accepted.map(({ request }) => request.url);
  }

  /** The request being answered. */
  get current(): Accepted {
    const last = this.accepted.at(-1);
    if (last === undefined) throw new Error(`no request was accepted; refused: ${this.refused.join()}`);
    return last;
  }

  /** Lets this much time pass, of which only the connection is told. */
  wait(ms: number): void {
    this.connection.tick(performance.now() + ms);
  }

  accept(request: FrontRequest, response: FrontResponse): void {
    this.accepted.push({ request, response });
  }

  upgrade(request: FrontRequest, socket: Socket, early: Buffer): void {
    this.upgraded.push({ request, socket, early: early.toString('latin1') });
  }

  refuse(socket: Socket, error: unknown, asker: Asker, response: FrontResponse | undefined): number {
    this.askers.push(asker);
    if (response !== undefined) this.interrupted.push(response);
    this.refused.push(error instanceof Error ? error.constructor.name : String(error));
    endWith(socket, 'refused');
    return 400;
  }

  closed(): void {
    this.closings += 1;
  }
}
