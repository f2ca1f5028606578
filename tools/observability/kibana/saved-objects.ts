/** What Kibana keeps for the pages: a data view, and for each page a search, its charts and a dashboard of them. */
import type { Chart, Page } from './pages.ts';

export interface SavedObject {
  type: 'index-pattern' | 'search' | 'visualization' | 'dashboard';
  id: string;
  attributes: Record<string, unknown>;
  references: Reference[];
  /** Of the form of its attributes: Kibana brings it from there to its own. */
  typeMigrationVersion: string;
  coreMigrationVersion: string;
}

interface Reference {
  name: string;
  type: SavedObject['type'];
  id: string;
}

const coreMigrationVersion = '8.8.0';
const sourceName = 'kibanaSavedObjectMeta.searchSourceJSON.index';
const mostBuckets = 20;
/** Kibana's grid has 48 columns. */
const grid = { width: 48, chartHeight: 12, linesHeight: 24 };

export function dataStreams(environment: string): string {
  return `logs-wellspring.*-${environment}`;
}

/** In an order in which each comes after those it refers to. */
export function savedObjects(pages: Page[], environment: string): SavedObject[] {
  const view = dataView(environment);
  return [view, ...pages.flatMap((page) => objectsOf(page, environment, view.id))];
}

function dataView(environment: string): SavedObject {
  return {
    type: 'index-pattern',
    id: idOf('logs', environment),
    attributes: { title: dataStreams(environment), name: `Logs of ${environment}`, timeFieldName: '@timestamp' },
    references: [],
    typeMigrationVersion: '8.0.0',
    coreMigrationVersion,
  };
}

function objectsOf(page: Page, environment: string, view: string): SavedObject[] {
  const source = { name: sourceName, type: 'index-pattern', id: view } as const;
  const title = (name: string): string => `${name} (${environment})`;
  const charts = page.charts.map((chart, index): SavedObject => ({
    type: 'visualization',
    id: idOf(`${page.name}-${index + 1}`, environment),
    attributes: {
      title: title(`${page.title}: ${chart.title}`),
      visState: JSON.stringify(visualization(chart)),
      uiStateJSON: '{}',
      kibanaSavedObjectMeta: searched(page.query),
    },
    references: [source],
    typeMigrationVersion: '8.5.0',
    coreMigrationVersion,
  }));
  const search: SavedObject = {
    type: 'search',
    id: idOf(page.name, environment),
    attributes: {
      title: title(page.title),
      description: page.question,
      columns: page.columns,
      sort: [['@timestamp', page.order === 'oldest first' ? 'asc' : 'desc']],
      kibanaSavedObjectMeta: searched(page.query),
    },
    references: [source],
    typeMigrationVersion: '8.0.0',
    coreMigrationVersion,
  };
  return [...charts, search, dashboard(page, title(page.title), environment, [...charts, search])];
}

function dashboard(page: Page, title: string, environment: string, parts: SavedObject[]): SavedObject {
  const panels = parts.map(({ type }, index) => ({
    type,
    panelIndex: String(index),
    panelRefName: `panel_${index}`,
    embeddableConfig: {},
    gridData: { ...place(index, parts.length), i: String(index) },
  }));
  return {
    type: 'dashboard',
    id: idOf(page.name, environment),
    attributes: {
      title,
      description: page.question,
      panelsJSON: JSON.stringify(panels),
      optionsJSON: JSON.stringify({ useMargins: true, hidePanelTitles: false }),
      timeRestore: true,
      timeFrom: 'now-24h',
      timeTo: 'now',
      kibanaSavedObjectMeta: { searchSourceJSON: JSON.stringify({ query: lucene(''), filter: [] }) },
    },
    references: parts.map(({ type, id }, index) => ({ name: `panel_${index}`, type, id })),
    typeMigrationVersion: '8.9.0',
    coreMigrationVersion,
  };
}

/** Charts beside each other, the lines below. */
function place(index: number, parts: number): { x: number; y: number; w: number; h: number } {
  const charts = parts - 1;
  if (index === charts) return { x: 0, y: grid.chartHeight, w: grid.width, h: grid.linesHeight };
  const w = Math.floor(grid.width / charts);
  return { x: index * w, y: 0, w, h: grid.chartHeight };
}

function visualization({ title, over, by }: Chart): Record<string, unknown> {
  const count = { id: '1', enabled: true, type: 'count', schema: 'metric', params: {} };
  const time = {
    id: '2',
    enabled: true,
    type: 'date_histogram',
    schema: 'segment',
    params: { field: '@timestamp', interval: 'auto', min_doc_count: 1 },
  };
  const terms = by.map((field, index) => ({
    id: String(index + 3),
    enabled: true,
    type: 'terms',
    schema: over === 'time' ? 'group' : 'bucket',
    params: { field, size: mostBuckets, order: 'desc', orderBy: '1', missingBucket: true, missingBucketLabel: '–' },
  }));
  if (over === undefined) {
    return { title, type: 'table', params: { perPage: mostBuckets }, aggs: [count, ...terms] };
  }
  return { title, type: 'histogram', params: stackedColumns, aggs: [count, time, ...terms] };
}

const stackedColumns = {
  type: 'histogram',
  addTooltip: true,
  addLegend: true,
  legendPosition: 'right',
  categoryAxes: [{ id: 'CategoryAxis-1', type: 'category', position: 'bottom', show: true }],
  valueAxes: [{ id: 'ValueAxis-1', name: 'LeftAxis-1', type: 'value', position: 'left', show: true }],
  seriesParams: [
    { type: 'histogram', mode: 'stacked', show: true, valueAxis: 'ValueAxis-1', data: { id: '1', label: 'Lines' } },
  ],
};

function searched(query: string): { searchSourceJSON: string } {
  return { searchSourceJSON: JSON.stringify({ query: lucene(query), filter: [], indexRefName: sourceName }) };
}

function lucene(query: string): { language: string; query: string } {
  return { language: 'lucene', query };
}

/** Several environments may share a Kibana. */
function idOf(name: string, environment: string): string {
  return `wellspring-${name}-${environment}`;
}
