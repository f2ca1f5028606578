/** The kinds of panels there are, so that all dashboards look and behave alike. */
import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import {
  type DataSourceRef,
  LegendDisplayMode,
  LegendPlacement,
  SortOrder,
  StackingMode,
  TooltipDisplayMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
  StackingConfigBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder as TableBuilder } from '@grafana/grafana-foundation-sdk/table';
import { PanelBuilder as TimeSeriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';

/** The data source that is chosen in the dashboard: the week, or the year. */
export const chosenSource: DataSourceRef = { type: 'influxdb', uid: '${source}' };

/** Three scrapes: with less, one that comes late leaves a gap. */
const shortestInterval = '30s';

export interface Chart {
  title: string;
  /** What question it answers, for whoever points at its corner. */
  asks: string;
  /** One line or group of lines each. */
  queries: { influxql: string; alias?: string }[];
  unit: Unit;
  /** From 0 to this. */
  max?: number;
  stacked?: boolean;
  wide?: boolean;
}

export type Unit = 'reqps' | 'cps' | 's' | 'bytes' | 'percentunit' | 'percent' | 'short' | 'none';

export function chart({ title, asks, queries, unit, max, stacked = false, wide = false }: Chart): TimeSeriesBuilder {
  const panel = new TimeSeriesBuilder()
    .title(title)
    .description(asks)
    .datasource(chosenSource)
    .interval(shortestInterval)
    .targets(queries.map(({ influxql, alias }, index) => target(letter(index), influxql, 'time_series', alias)))
    .unit(unit)
    .min(0)
    .span(wide ? 24 : 12)
    .height(8)
    .fillOpacity(stacked ? 30 : 5)
    .lineWidth(1)
    .spanNulls(true)
    .legend(
      new VizLegendOptionsBuilder()
        .showLegend(true)
        .displayMode(LegendDisplayMode.Table)
        .placement(LegendPlacement.Right)
        .calcs(['lastNotNull', 'max']),
    )
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending));
  if (max !== undefined) panel.max(max);
  if (stacked) panel.stacking(new StackingConfigBuilder().mode(StackingMode.Normal));
  return panel;
}

export interface Table {
  title: string;
  asks: string;
  influxql: string;
  unit?: Unit;
}

export function table({ title, asks, influxql, unit = 'none' }: Table): TableBuilder {
  return new TableBuilder()
    .title(title)
    .description(asks)
    .datasource(chosenSource)
    .interval(shortestInterval)
    .withTarget(target('A', influxql, 'table'))
    .unit(unit)
    .span(12)
    .height(8);
}

export interface InfluxQuery extends Dataquery {
  refId: string;
  datasource: DataSourceRef;
  rawQuery: true;
  resultFormat: 'time_series' | 'table';
  query: string;
  alias?: string;
}

function target(
  refId: string,
  query: string,
  resultFormat: InfluxQuery['resultFormat'],
  alias?: string,
): Builder<InfluxQuery> {
  return influxQuery({ refId, query, resultFormat, datasource: chosenSource, ...(alias !== undefined && { alias }) });
}

/** The SDK has no builder for InfluxDB's queries. */
export function influxQuery(
  query: Omit<InfluxQuery, 'rawQuery' | '_implementsDataqueryVariant'>,
): Builder<InfluxQuery> {
  return { build: () => ({ ...query, rawQuery: true, _implementsDataqueryVariant: () => undefined }) };
}

function letter(index: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + index);
}
