import { z } from 'zod';
import type { ProcessSample, Snapshot } from '../signals/snapshot.ts';

const state = z.enum(['answers', 'refused', 'silent', 'unreadable']);
const side = z.enum(['legacy', 'new']);

/** A process in one second: what has changed since the second before. `gone` are series that are there no more. */
const processFrame = z.object({
  id: z.tuple([z.string(), z.string()]),
  machine: z.string().optional(),
  state,
  took: z.number(),
  set: z.record(z.string(), z.number()).default({}),
  gone: z.array(z.string()).default([]),
});

const change = z.object({
  atMs: z.number(),
  kind: z.enum(['version', 'configuration', 'restart', 'stage', 'deployment', 'schema']),
  subject: z.string(),
  instance: z.string().optional(),
  from: z.string().optional(),
  to: z.string().optional(),
  by: z.string().optional(),
});

const visit = z.object({
  capability: z.string(),
  side: side.optional(),
  ok: z.boolean(),
  tookMs: z.number(),
  detail: z.string(),
});

const pod = z.object({
  service: z.string(),
  instance: z.string(),
  version: z.string().optional(),
  kind: z.enum(['out-of-memory', 'crash-loop', 'image', 'settings', 'unschedulable', 'evicted']),
  text: z.string(),
});

export const frame = z.object({
  at: z.number(),
  processes: z.array(processFrame),
  pods: z.array(pod).optional(),
  visits: z.array(visit).default([]),
  changes: z.array(change).default([]),
});

/** One line of a recording: a snapshot by its differences to the one before. */
export type Frame = z.input<typeof frame>;

/** Writes snapshots as differences, and reads them again. One for each direction of one recording. */
export class Frames {
  private values = new Map<string, Map<string, number>>();

  write({ atMs, processes, pods = [], visits, changes }: Snapshot): Frame {
    return {
      at: atMs,
      processes: processes.map((sample) => this.writeProcess(sample)),
      ...(pods.length > 0 && { pods: [...pods] }),
      ...(visits.length > 0 && { visits: visits.map((each) => ({ ...each, tookMs: Math.round(each.tookMs) })) }),
      ...(changes.length > 0 && { changes: [...changes] }),
    };
  }

  /** @throws {ZodError} for a line that is no frame */
  read(line: unknown): Snapshot {
    const { at, processes, pods, visits, changes } = frame.parse(line);
    return {
      atMs: at,
      ...(pods !== undefined && { pods }),
      visits: visits.map((each) => ({ ...each, side: each.side })),
      changes,
      processes: processes.map(({ id: [service, instance], machine, state: found, took, set, gone }) => {
        const values = this.of(`${service}/${instance}`);
        for (const [key, value] of Object.entries(set)) values.set(key, value);
        for (const key of gone) values.delete(key);
        const isThere = found === 'answers';
        const seen = { service, instance, state: found, tookMs: took, values: new Map(isThere ? values : []) };
        return machine === undefined ? seen : { ...seen, machine };
      }),
    };
  }

  private writeProcess({
    service,
    instance,
    machine,
    state: found,
    tookMs,
    values,
  }: ProcessSample): Frame['processes'][number] {
    const known = this.of(`${service}/${instance}`);
    const set: Record<string, number> = {};
    const gone: string[] = [];
    if (found === 'answers') {
      for (const [key, value] of values) if (known.get(key) !== value) set[key] = value;
      for (const key of known.keys()) if (!values.has(key)) gone.push(key);
      this.values.set(`${service}/${instance}`, new Map(values));
    }
    return {
      id: [service, instance],
      ...(machine !== undefined && { machine }),
      state: found,
      took: Math.round(tookMs),
      ...(Object.keys(set).length > 0 && { set }),
      ...(gone.length > 0 && { gone }),
    };
  }

  private of(id: string): Map<string, number> {
    const found = this.values.get(id) ?? new Map<string, number>();
    this.values.set(id, found);
    return found;
  }
}
