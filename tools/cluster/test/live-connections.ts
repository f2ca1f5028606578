/** WebSockets that customers keep open while something happens, and what became of them. */
import { setTimeout as delay } from 'node:timers/promises';
import WebSocket, { WebSocketServer } from 'ws';

export const livePath = '/live';
const pauseMs = 100;
const patienceMs = 10_000;

export interface LiveOutcome {
  messages: number;
  /** Said just before a connection ended, and not answered any more. */
  lost: number;
  /** Times that a connection ended which nobody had closed. */
  ended: number;
  /** Handshakes that the ingress had to ask more than one gateway for. */
  askedAgain: number;
  /** How handshakes were answered that opened no connection. */
  refused: string[];
  /** The longest that somebody was without an answer. */
  longestGapMs: number;
}

/** What old portals often have beside their pages: something that stays connected. This one says again what it is told. */
export async function serveLive(host: string, port: number): Promise<WebSocketServer> {
  const sockets = new WebSocketServer({ host, port });
  sockets.on('connection', (socket) => {
    socket.on('error', () => socket.terminate());
    socket.on('message', (message: Buffer) => socket.send(message));
  });
  await new Promise<void>((resolve, reject) => sockets.once('listening', resolve).once('error', reject));
  return sockets;
}

export function stopLive(sockets: WebSocketServer): void {
  sockets.close();
  for (const socket of sockets.clients) socket.terminate();
}

/** @param origin where customers come in */
export async function liveDuring(
  origin: string,
  connections: number,
  work: () => Promise<unknown>,
): Promise<LiveOutcome> {
  const over = new AbortController();
  const visitors = Array.from({ length: connections }, () => new Visitor(origin));
  const staying = Promise.all(visitors.map((visitor) => visitor.stay(over.signal)));
  try {
    await work();
  } finally {
    over.abort();
    await staying;
  }
  const sum = (of: (visitor: Visitor) => number): number => visitors.reduce((all, visitor) => all + of(visitor), 0);
  return {
    messages: sum(({ messages }) => messages),
    lost: sum(({ lost }) => lost),
    ended: sum(({ ended }) => ended),
    askedAgain: sum(({ askedAgain }) => askedAgain),
    refused: visitors.flatMap(({ refused }) => refused),
    longestGapMs: Math.round(Math.max(...visitors.map(({ longestGapMs }) => longestGapMs))),
  };
}

class Visitor {
  messages = 0;
  lost = 0;
  ended = 0;
  askedAgain = 0;
  readonly refused: string[] = [];
  longestGapMs = 0;
  private readonly origin: string;
  private heardAt = performance.now();

  constructor(origin: string) {
    this.origin = origin;
  }

  /** Whenever the connection ends, another is opened. */
  async stay(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const opened = await open(new URL(livePath, this.origin));
      if (typeof opened === 'string') {
        this.refused.push(opened);
        await delay(pauseMs);
      } else {
        if (opened.attempts > 1) this.askedAgain += 1;
        await this.talk(opened.socket, signal);
        if (opened.socket.readyState !== WebSocket.OPEN) this.ended += 1;
        opened.socket.terminate();
      }
    }
    this.noteGap();
  }

  /** Until there is no answer any more, or the visitor has had enough. */
  private async talk(socket: WebSocket, signal: AbortSignal): Promise<void> {
    while (!signal.aborted && socket.readyState === WebSocket.OPEN) {
      this.messages += 1;
      if (!(await isAnswered(socket))) {
        this.lost += 1;
        return;
      }
      this.noteGap();
      this.heardAt = performance.now();
      await delay(pauseMs);
    }
  }

  private noteGap(): void {
    this.longestGapMs = Math.max(this.longestGapMs, performance.now() - this.heardAt);
  }
}

interface Opened {
  socket: WebSocket;
  /** How many gateways the ingress asked for it. */
  attempts: number;
}

/** @returns what came of the handshake in place of a connection, in words */
function open(url: URL): Promise<Opened | string> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url, { origin: url.origin, handshakeTimeout: patienceMs });
    let attempts = 0;
    socket.once('upgrade', ({ headers }) => (attempts = Number(headers['x-ingress-attempts'])));
    socket.once('open', () => resolve({ socket, attempts }));
    socket.once('unexpected-response', (_request, response) => {
      response.resume();
      resolve(`${response.statusCode} ${response.statusMessage}`);
      socket.terminate();
    });
    // Also once it is open: its end is told by 'close'.
    socket.on('error', ({ message }) => resolve(message));
  });
}

/** Says something. @returns whether that comes back */
function isAnswered(socket: WebSocket): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (answered: boolean): void => {
      clearTimeout(timer);
      socket.off('message', heard).off('close', closed);
      resolve(answered);
    };
    const heard = (): void => end(true);
    const closed = (): void => end(false);
    const timer = setTimeout(closed, patienceMs);
    socket.on('message', heard).on('close', closed);
    socket.send('hello', (error) => {
      if (error) closed();
    });
  });
}
