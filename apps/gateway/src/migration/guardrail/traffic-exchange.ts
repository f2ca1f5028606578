import { z } from 'zod';
import type { CapabilityNews, Traffic } from './traffic.ts';

/** PostgreSQL channel on which replicas tell each other about their traffic. */
export const trafficChannel = 'capability_traffic';

/** PostgreSQL refuses a payload of 8,000 bytes. */
const longestPayload = 7_500;

const messageSchema = z.tuple([
  z.string(),
  z.array(
    z.tuple([
      z.string(),
      z.string(),
      z.enum(['legacy', 'new']),
      z.enum(['chance', 'hand']),
      z.tuple([z.int().min(0), z.int().min(0), z.array(z.tuple([z.int().min(0), z.int().min(0)]))]),
    ]),
  ),
]);

export type Tell = (channel: string, payload: string) => Promise<void>;

/**
 * Lets every replica see the traffic of all: with the requests spread over several, none alone has enough of them to
 * judge by soon. What cannot be told is dropped; each replica then judges by what it sees itself.
 */
export class TrafficExchange {
  private readonly traffic: Traffic;
  private readonly replicaId: string;
  private readonly tell: Tell;
  private telling = false;

  constructor(traffic: Traffic, replicaId: string, tell: Tell) {
    this.traffic = traffic;
    this.replicaId = replicaId;
    this.tell = tell;
  }

  /** Tells the others what happened here since the last time. Never fails. */
  async publish(): Promise<void> {
    const news = this.traffic.takeNews();
    if (news.length === 0 || this.telling) return;
    this.telling = true;
    try {
      for (const payload of payloadsOf(this.replicaId, news)) await this.tell(trafficChannel, payload);
    } catch {
      // The pool has reported it; the next news will be told when the database is back.
    } finally {
      this.telling = false;
    }
  }

  /** Takes in what another replica told; its own words come back to it and are ignored. */
  receive(payload: string): void {
    const message = messageSchema.safeParse(parseJson(payload));
    if (!message.success) return;
    const [from, news] = message.data;
    if (from !== this.replicaId) this.traffic.receive(news);
  }
}

function payloadsOf(replicaId: string, news: readonly CapabilityNews[]): string[] {
  const whole = JSON.stringify([replicaId, news]);
  if (whole.length < longestPayload || news.length === 1) return [whole];
  const middle = Math.ceil(news.length / 2);
  return [news.slice(0, middle), news.slice(middle)].flatMap((part) => payloadsOf(replicaId, part));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
