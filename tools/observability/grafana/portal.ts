/** How the migration goes and what customers notice of it. */
import { annotation, dashboard, type Dashboard } from './dashboard.ts';
import { level, mean, rate, share } from '../influxdb/influxql.ts';
import { chart, table } from './panels.ts';
import type { Row } from './rows.ts';

const requests = 'migration_requests_total';
const edge = { metric: 'http_server_request_duration_seconds', where: [`"service" = 'gateway'`] };
const byCapability = ['capability'];

export function portal(): Dashboard {
  return dashboard({
    uid: 'portal',
    title: 'Portal',
    purpose: 'Each capability on its way from the old portal to the new one, and what customers notice.',
    annotations: [stageChanges(), rollbacks()],
    rows: [capabilities(), customers()],
  });
}

function capabilities(): Row {
  return {
    title: 'Capabilities',
    panels: [
      chart({
        title: 'Requests',
        asks: 'How much of which capability is used, and which side is asked?',
        unit: 'reqps',
        queries: [
          { influxql: rate({ metric: requests, by: ['capability', 'side'] }), alias: '$tag_capability: $tag_side' },
        ],
        stacked: true,
      }),
      chart({
        title: 'Share answered by the new side',
        asks: 'How far is each capability, by what customers do and not by what was decided?',
        unit: 'percentunit',
        max: 1,
        queries: [
          {
            influxql: share({ metric: requests, where: [`"side" = 'new'`] }, { metric: requests, by: byCapability }),
            alias: '$tag_capability',
          },
        ],
      }),
      chart({
        title: 'Errors',
        asks: 'Which capability fails, on which side? What the other side answered instead is no error to a customer.',
        unit: 'percentunit',
        queries: [
          {
            influxql: share(
              { metric: requests, where: [`"outcome" = 'failed'`] },
              { metric: requests, by: ['capability', 'side'] },
            ),
            alias: '$tag_capability: $tag_side',
          },
        ],
      }),
      chart({
        title: 'Time',
        asks: 'How long does a side take until it begins to answer?',
        unit: 's',
        queries: [
          {
            influxql: mean({ metric: 'migration_response_duration_seconds', by: ['capability', 'side'] }),
            alias: '$tag_capability: $tag_side',
          },
        ],
      }),
      table({
        title: 'Stages',
        asks: 'Where is each capability now?',
        influxql:
          'SELECT last("gauge") AS "now" FROM "migration_stage" WHERE "gauge" = 1 AND $timeFilter GROUP BY "capability", "stage"',
      }),
      chart({
        title: 'Share that was decided',
        asks: 'How many customers are to be on the new side?',
        unit: 'percent',
        max: 100,
        queries: [
          { influxql: level({ metric: 'migration_canary_percent', by: byCapability }), alias: '$tag_capability' },
        ],
      }),
      chart({
        title: 'Guardrails',
        asks: 'Is the new side of a capability worse than it may be, or was it taken back?',
        unit: 'short',
        queries: [
          {
            influxql: level({ metric: 'migration_guardrail', where: [`"state" = 'breach'`], by: byCapability }),
            alias: '$tag_capability: breach',
          },
          {
            influxql: rate({ metric: 'migration_automatic_rollbacks_total', by: byCapability }),
            alias: '$tag_capability: taken back',
          },
        ],
      }),
      chart({
        title: 'Answered by the other side instead',
        asks: 'Which side could not answer, without a customer noticing?',
        unit: 'reqps',
        queries: [
          {
            influxql: rate({ metric: 'gateway_fallbacks_total', by: ['capability', 'from'] }),
            alias: '$tag_capability: not $tag_from',
          },
        ],
      }),
      chart({
        title: 'Comparisons',
        asks: 'Do both sides say the same?',
        unit: 'cps',
        queries: [
          {
            influxql: rate({ metric: 'migration_shadow_comparisons_total', by: ['capability', 'outcome'] }),
            alias: '$tag_capability: $tag_outcome',
          },
        ],
      }),
      chart({
        title: 'Facts that differ',
        asks: 'What do they say differently?',
        unit: 'cps',
        queries: [
          {
            influxql: rate({
              metric: 'migration_parity_facts_total',
              where: [`"outcome" = 'different'`],
              by: ['capability', 'fact'],
            }),
            alias: '$tag_capability: $tag_fact',
          },
        ],
      }),
      chart({
        title: 'Decided otherwise than in the file',
        asks: 'Is something in force that migration.yaml does not say?',
        unit: 'short',
        queries: [{ influxql: level({ metric: 'migration_drift', by: byCapability }), alias: '$tag_capability' }],
      }),
    ],
  };
}

function customers(): Row {
  return {
    title: 'What customers notice',
    panels: [
      chart({
        title: 'Answers by status',
        asks: 'What do customers get, on all pages together?',
        unit: 'reqps',
        queries: [{ influxql: rate({ ...edge, field: 'count', by: ['status'] }), alias: '$tag_status' }],
        stacked: true,
      }),
      chart({
        title: 'Error pages',
        asks: 'What share of all answers is an error of ours?',
        unit: 'percentunit',
        queries: [
          {
            influxql: share(
              { ...edge, where: [...edge.where, '"status" =~ /^5/'], field: 'count' },
              { ...edge, field: 'count' },
            ),
            alias: 'errors',
          },
        ],
      }),
      chart({
        title: 'Answered in time',
        asks: 'For how many is it quick, and for how many bearable?',
        unit: 'percentunit',
        max: 1,
        queries: [0.25, 1, 5].map((seconds) => ({
          influxql: share({ ...edge, field: String(seconds) }, { ...edge, field: 'count' }),
          alias: `within ${seconds} s`,
        })),
      }),
      chart({
        title: 'Sign-ins',
        asks: 'Can customers sign in?',
        unit: 'cps',
        queries: [
          {
            influxql: rate({ metric: 'identity_sign_ins_total', where: [`"accounts" = 'customers'`], by: ['outcome'] }),
            alias: 'new: $tag_outcome',
          },
          {
            influxql: rate({ metric: 'gateway_bridge_sign_ins_total', by: ['portal', 'outcome'] }),
            alias: '$tag_portal, for the new: $tag_outcome',
          },
        ],
      }),
      chart({
        title: 'Turned away',
        asks: 'Who was not served at all: too many at once, or not what may be asked?',
        unit: 'cps',
        queries: [
          { influxql: rate({ metric: 'gateway_refused_connections_total', by: ['code'] }), alias: '$tag_code' },
          { influxql: rate({ metric: 'gateway_limited_total', by: ['limit'] }), alias: 'limit: $tag_limit' },
        ],
      }),
      chart({
        title: 'Age of what is shown',
        asks: 'How old may be what customers see of a background system?',
        unit: 's',
        queries: [
          {
            influxql: level({ metric: 'read_model_age_seconds', by: ['service', 'model'] }),
            alias: '$tag_service: $tag_model',
          },
        ],
      }),
    ],
  };
}

function stageChanges(): ReturnType<typeof annotation> {
  return annotation({
    name: 'Stage changes',
    color: 'purple',
    influxql:
      'SELECT "change", "stage", "capability" FROM (SELECT difference(max("gauge")) AS "change" FROM "migration_stage" ' +
      'WHERE $timeFilter GROUP BY time(10s), "capability", "stage" fill(previous)) WHERE "change" = 1',
    text: 'stage',
    tags: 'capability',
  });
}

function rollbacks(): ReturnType<typeof annotation> {
  return annotation({
    name: 'Taken back',
    color: 'red',
    influxql:
      'SELECT "change", "capability" FROM (SELECT difference(max("counter")) AS "change" FROM "migration_automatic_rollbacks_total" ' +
      'WHERE $timeFilter GROUP BY time(10s), "capability" fill(previous)) WHERE "change" > 0',
    text: 'capability',
    tags: 'capability',
  });
}
