/** All dashboards, and the files they are kept in: made here, read by whoever reviews a change. */
import type { DeclaredMetric } from '../metrics/declared-metrics.ts';
import { backgroundSystems } from './background-systems.ts';
import type { Dashboard } from './dashboard.ts';
import { nodesAndPods } from './nodes-and-pods.ts';
import { oneService } from './one-service.ts';
import { portal } from './portal.ts';

export function dashboards(metrics: DeclaredMetric[]): Dashboard[] {
  return [portal(), backgroundSystems(), oneService(metrics), nodesAndPods()];
}

export function dashboardFile({ uid }: Pick<Dashboard, 'uid'>): string {
  return `deploy/observability/grafana/dashboards/${uid.replace('wellspring-', '')}.json`;
}
