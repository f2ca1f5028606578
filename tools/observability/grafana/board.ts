/**
 * A dashboard in Grafana's classic form, which every version in use takes. Panels come in the order they are added, from
 * left to right as wide as they are; a closed row keeps its own.
 */
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import type { AnnotationQuery, Panel, RowPanel, VariableModel } from '@grafana/grafana-foundation-sdk/dashboard';

export interface Dashboard {
  uid: string;
  title: string;
  description: string;
  tags: string[];
  schemaVersion: number;
  editable: boolean;
  graphTooltip: number;
  timezone: string;
  refresh: string;
  time: { from: string; to: string };
  templating: { list: VariableModel[] };
  annotations: { list: AnnotationQuery[] };
  panels: (Panel | RowPanel)[];
}

const columns = 24;
const rowHeight = 1;
const usual = { width: 12, height: 8 };

export class Board {
  private readonly dashboard: Dashboard;
  private readonly place = new Place();
  private lastId = 0;

  constructor(head: Pick<Dashboard, 'uid' | 'title' | 'description'>) {
    this.dashboard = {
      ...head,
      tags: ['wellspring'],
      schemaVersion: 41,
      // Changes are made here and reviewed.
      editable: false,
      // One crosshair in all panels.
      graphTooltip: 1,
      timezone: 'browser',
      refresh: '30s',
      time: { from: 'now-1h', to: 'now' },
      templating: { list: [] },
      annotations: { list: [] },
      panels: [],
    };
  }

  withVariable(variable: Builder<VariableModel>): this {
    this.dashboard.templating.list.push(variable.build());
    return this;
  }

  annotation(annotation: Builder<AnnotationQuery>): this {
    this.dashboard.annotations.list.push(annotation.build());
    return this;
  }

  withPanel(panel: Builder<Panel>): this {
    this.dashboard.panels.push(this.placed(panel.build(), this.place));
    return this;
  }

  withRow(builder: Builder<RowPanel>): this {
    const row = builder.build();
    row.id = ++this.lastId;
    row.gridPos = this.place.take(columns, rowHeight);
    const inside = new Place(row.gridPos.y + rowHeight);
    row.panels = row.panels.map((panel) => this.placed(panel, inside));
    this.dashboard.panels.push(row);
    return this;
  }

  build(): Dashboard {
    return this.dashboard;
  }

  private placed(panel: Panel, place: Place): Panel {
    const { w = usual.width, h = usual.height } = panel.gridPos ?? {};
    return { ...panel, id: ++this.lastId, gridPos: place.take(w, h) };
  }
}

/** Where the next panel goes. */
class Place {
  private x = 0;
  private y: number;
  private height = 0;

  constructor(y = 0) {
    this.y = y;
  }

  take(w: number, h: number): { x: number; y: number; w: number; h: number } {
    if (this.x + w > columns) {
      this.x = 0;
      this.y += this.height;
      this.height = 0;
    }
    const taken = { x: this.x, y: this.y, w, h };
    this.x += w;
    this.height = Math.max(this.height, h);
    return taken;
  }
}
