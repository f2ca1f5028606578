import type { PlatformSettings } from '../config/platform.settings.ts';

/** What has no requests to wait for, and still can hang. */
const closeMs = 5_000;
/** Steps that end themselves at their deadline are given this much more before they are left behind. */
const marginMs = 500;

export type ShutdownStep =
  'propagation' | 'workers' | 'requests' | 'destroyHooks' | 'connections' | 'managementPort' | 'managementApp';

type ShutdownSettings = Pick<PlatformSettings, 'shutdownPropagationMs' | 'shutdownDrainMs'>;

/**
 * How long each step of a shutdown may take at most, in their order. The chart works its grace period out of the same
 * (deploy/charts/service/templates/_deployment.tpl): whoever adds a step adds it there, and a test says so.
 */
export function shutdownDeadlines({
  shutdownPropagationMs,
  shutdownDrainMs,
}: ShutdownSettings): Record<ShutdownStep, number> {
  return {
    propagation: shutdownPropagationMs,
    workers: shutdownDrainMs + marginMs,
    requests: shutdownDrainMs + marginMs,
    destroyHooks: closeMs,
    connections: shutdownDrainMs + marginMs,
    managementPort: closeMs,
    managementApp: closeMs,
  };
}

/** @returns the longest a shutdown can take. */
export function longestShutdownMs(settings: ShutdownSettings): number {
  return Object.values(shutdownDeadlines(settings)).reduce((sum, deadlineMs) => sum + deadlineMs, 0);
}
