/** Every query of a dashboard with the panel it belongs to, rows opened; read from the file as Grafana reads it. */
import type { Dashboard } from './dashboard.ts';
import { z } from 'zod';

export interface PanelQuery {
  dashboard: string;
  /** Of the panel, or the annotation. */
  title: string;
  /** Absent: an annotation, which may well have nothing to show. */
  panel?: number;
  influxql: string;
}

const target = z.object({ query: z.string() });
const panel = z.object({
  id: z.number(),
  title: z.string(),
  type: z.string(),
  targets: z.array(target).default([]),
});
const withRows = panel.extend({ panels: z.array(panel).default([]) });
const dashboardShape = z.object({
  title: z.string(),
  panels: z.array(withRows),
  annotations: z.object({ list: z.array(z.object({ name: z.string(), target })) }),
});

export function panelQueries(dashboard: Dashboard): PanelQuery[] {
  const { title, panels, annotations } = dashboardShape.parse(dashboard);
  return [
    ...panels
      .flatMap((each) => [each, ...each.panels])
      .flatMap(({ id, title: name, targets }) =>
        targets.map(({ query }) => ({ dashboard: title, title: name, panel: id, influxql: query })),
      ),
    ...annotations.list.map(({ name, target: { query } }) => ({ dashboard: title, title: name, influxql: query })),
  ];
}

/** Measurements, tags and fields that a query names. */
export function namesIn(influxql: string): { metrics: string[]; tags: string[]; fields: string[] } {
  const all = (pattern: RegExp): string[] => [...influxql.matchAll(pattern)].map(([, name = '']) => name);
  const metrics = new Set(all(/FROM "([^"]+)"/g));
  const grouped = [...influxql.matchAll(/GROUP BY ([^)]*)/g)].flatMap(([, list = '']) => [
    ...list.matchAll(/"([^"]+)"/g),
  ]);
  const tags = new Set([...all(/"(\w+)" (?:=|!=|=~|!~) ['/]/g), ...grouped.map(([, tag = '']) => tag)]);
  const fields = new Set(all(/(?:last|first|max|min|mean|count)\("([^"]+)"\)/g).filter((name) => !inner.has(name)));
  return { metrics: [...metrics], tags: [...tags], fields: [...fields] };
}

/** Names that queries give to what they have worked out. */
const inner = new Set(['each']);
