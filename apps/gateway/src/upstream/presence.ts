import net from 'node:net';

/** Longer than it takes for a lost packet to be sent again. */
const answerWithinMs = 1_200;

/** Whoever was there just now is not asked again. */
const believedForMs = 2_000;

/** These mean that no packet of ours arrives. Whoever refuses a connection is there. */
const gone = /^(ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN)$/;

/**
 * Finds out whether the machine at an address is still there. One that lost its power or its network says nothing: what
 * was sent to it is sent again for a quarter of an hour before the system gives up. A machine that is there takes a new
 * connection at once, however long its service takes to answer.
 */
export class Presence {
  private isAsking = false;
  private wasHeard = false;
  private believedUntil = 0;

  constructor(
    private readonly host: string,
    private readonly port: number,
  ) {}

  /** Something came from there. */
  heard(): void {
    this.wasHeard = true;
  }

  /** @param onGone called unless it takes a connection, or is heard otherwise, in time */
  ask(onGone: (cause: Error) => void): void {
    if (this.isAsking || performance.now() < this.believedUntil) return;
    this.isAsking = true;
    this.wasHeard = false;
    const socket = net.connect({ host: this.host, port: this.port });
    const timer = setTimeout(() => {
      socket.destroy(Object.assign(new Error('no sign of it any more'), { code: 'ETIMEDOUT' }));
    }, answerWithinMs);
    socket.unref();
    timer.unref();
    const over = (error?: NodeJS.ErrnoException): void => {
      clearTimeout(timer);
      this.isAsking = false;
      socket.destroy();
      if (error !== undefined && !this.wasHeard && gone.test(error.code ?? '')) onGone(error);
      else this.believedUntil = performance.now() + believedForMs;
    };
    socket.once('connect', () => {
      over();
    });
    socket.once('error', over);
  }
}
