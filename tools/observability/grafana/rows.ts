/** Rows of panels, which come in their order from left to right, as wide as they are. */
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import { type Panel, RowBuilder, type RowPanel } from '@grafana/grafana-foundation-sdk/dashboard';

const columns = 24;
const rowHeight = 1;
const usual = { width: 12, height: 8 };

export interface Row {
  title: string;
  panels: Builder<Panel>[];
  /** Whoever wants to see what is in it opens it. */
  closed?: boolean;
}

/** As they are kept: a row, and after it what is in it; a closed one has it inside. */
export function placed(rows: Row[]): (Panel | RowPanel)[] {
  const place = new Place();
  let lastId = 0;
  return rows.flatMap(({ title, panels, closed = false }) => {
    const row = { ...new RowBuilder(title).collapsed(closed).build(), id: ++lastId };
    const gridPos = place.take(columns, rowHeight);
    const inside = closed ? new Place(gridPos.y + rowHeight) : place;
    const placedPanels = panels.map((panel) => {
      const built = panel.build();
      const { w = usual.width, h = usual.height } = built.gridPos ?? {};
      return { ...built, id: ++lastId, gridPos: inside.take(w, h) };
    });
    return closed ? [{ ...row, gridPos, panels: placedPanels }] : [{ ...row, gridPos }, ...placedPanels];
  });
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
