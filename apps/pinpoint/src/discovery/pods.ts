import { z } from 'zod';
import type { PodTrouble, PodTroubleKind } from '../signals/pod.ts';

/** What killed a container longer ago than this is history: Kubernetes tells of its last end for as long as the pod lives. */
const recentMs = 300_000;
/** A pod waits for a node for a moment whenever it is made. */
const waitsMs = 20_000;

const state = z.object({ reason: z.string().default(''), message: z.string().default('') });
const ended = z.object({ reason: z.string().default(''), exitCode: z.number(), finishedAt: z.string().nullish() });

const container = z.object({
  name: z.string(),
  restartCount: z.number().default(0),
  state: z.object({ waiting: state.nullish(), terminated: ended.nullish() }).default({}),
  lastState: z.object({ terminated: ended.nullish() }).default({}),
});

const pod = z.object({
  metadata: z.object({
    name: z.string(),
    labels: z.record(z.string(), z.string()).default({}),
    deletionTimestamp: z.string().nullish(),
  }),
  spec: z.object({ nodeName: z.string().optional() }).default({}),
  status: z.object({
    podIP: z.string().optional(),
    phase: z.string().optional(),
    reason: z.string().optional(),
    message: z.string().optional(),
    conditions: z
      .array(
        z.object({
          type: z.string(),
          status: z.string(),
          reason: z.string().default(''),
          message: z.string().default(''),
          lastTransitionTime: z.string().nullish(),
        }),
      )
      .default([]),
    initContainerStatuses: z.array(container).default([]),
    containerStatuses: z.array(container).default([]),
  }),
});
/** What is read of a pod. */
export type Pod = z.output<typeof pod>;
export const podList = z.object({ items: z.array(pod) });

const waiting: Readonly<Record<string, PodTroubleKind>> = {
  CrashLoopBackOff: 'crash-loop',
  ErrImagePull: 'image',
  ImagePullBackOff: 'image',
  InvalidImageName: 'image',
  ErrImageNeverPull: 'image',
  CreateContainerConfigError: 'settings',
  CreateContainerError: 'settings',
  RunContainerError: 'settings',
};

/** @returns undefined for a pod that runs, or is on its way to */
export function podTrouble({ metadata, status }: Pod, nowMs: number): PodTrouble | undefined {
  const { name: instance, labels, deletionTimestamp } = metadata;
  const service = labels['app.kubernetes.io/name'];
  // Whoever was asked to go may go in whatever way.
  if (service === undefined || typeof deletionTimestamp === 'string') return undefined;
  const found = evicted(status) ?? unschedulable(status, nowMs) ?? ofItsContainers(status, nowMs);
  return found && { service, instance, version: labels['app.kubernetes.io/version'], ...found };
}

type Found = Pick<PodTrouble, 'kind' | 'text'>;

function evicted({ reason, message = '' }: Pod['status']): Found | undefined {
  return reason === 'Evicted' ? { kind: 'evicted', text: `Evicted: ${message}` } : undefined;
}

function unschedulable({ conditions }: Pod['status'], nowMs: number): Found | undefined {
  const scheduled = conditions.find(({ type }) => type === 'PodScheduled');
  if (scheduled?.reason !== 'Unschedulable' || scheduled.status !== 'False') return undefined;
  if (nowMs - Date.parse(scheduled.lastTransitionTime ?? '') < waitsMs) return undefined;
  return { kind: 'unschedulable', text: scheduled.message };
}

function ofItsContainers(
  { initContainerStatuses, containerStatuses }: Pod['status'],
  nowMs: number,
): Found | undefined {
  const containers = [...initContainerStatuses, ...containerStatuses];
  // Out of memory explains a crash loop, and not the other way round.
  for (const { name, restartCount, state: now, lastState } of containers) {
    const end = now.terminated ?? lastState.terminated;
    if (end?.reason !== 'OOMKilled' || nowMs - Date.parse(end.finishedAt ?? '') > recentMs) continue;
    return { kind: 'out-of-memory', text: `${name} was killed for taking too much memory; ${restartCount} restarts` };
  }
  for (const { name, restartCount, state: now, lastState } of containers) {
    const kind = waiting[now.waiting?.reason ?? ''];
    if (kind === undefined) continue;
    const { reason = '', message = '' } = now.waiting ?? {};
    const end = lastState.terminated;
    const why = end ? `ended with exit code ${end.exitCode}; ${restartCount} restarts` : message;
    return { kind, text: `${name}: ${reason}${why === '' ? '' : `: ${why}`}` };
  }
  return undefined;
}
