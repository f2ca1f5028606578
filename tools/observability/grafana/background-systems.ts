/** The systems behind: whether they answer, how old what we have of them is, and what waits for them. */
import { dashboard, type Dashboard } from './dashboard.ts';
import { level, mean, rate, share, total } from '../influxdb/influxql.ts';
import { chart } from './panels.ts';
import type { Row } from './rows.ts';

const calls = 'http_client_requests_total';
const edge = ['service', 'dependency'];
const upstreams = 'gateway_upstream_response_duration_seconds';

export function backgroundSystems(): Dashboard {
  return dashboard({
    uid: 'background-systems',
    title: 'Background systems',
    purpose: 'Every edge with how it ends, how old the copies are, and what waits in queues.',
    rows: [edges(), upstreamsOfGateway(), copies(), queues()],
  });
}

function edges(): Row {
  const alias = '$tag_service → $tag_dependency';
  return {
    title: 'Edges',
    panels: [
      chart({
        title: 'Calls by how they end',
        asks: 'Who calls whom, and what becomes of it?',
        unit: 'reqps',
        queries: [{ influxql: rate({ metric: calls, by: [...edge, 'outcome'] }), alias: `${alias}: $tag_outcome` }],
        wide: true,
      }),
      chart({
        title: 'Share that failed',
        asks: 'Which system does not do what it is asked for?',
        unit: 'percentunit',
        queries: [
          { influxql: share({ metric: calls, where: [`"outcome" != 'ok'`] }, { metric: calls, by: edge }), alias },
        ],
      }),
      chart({
        title: 'Time until an answer',
        asks: 'Which system is slow, retries included?',
        unit: 's',
        queries: [{ influxql: mean({ metric: 'http_client_request_duration_seconds', by: edge }), alias }],
      }),
      chart({
        title: 'Breakers',
        asks: 'Who is not asked for now? 1: tried again, 2: left in peace.',
        unit: 'short',
        max: 2,
        queries: [{ influxql: level({ metric: 'http_client_breaker_state', by: edge }), alias }],
      }),
      chart({
        title: 'Calls under way',
        asks: 'Where do calls pile up?',
        unit: 'short',
        queries: [{ influxql: total({ metric: 'http_client_requests_in_flight', by: edge }), alias }],
      }),
      chart({
        title: 'Tries again',
        asks: 'Who has to be asked more than once?',
        unit: 'reqps',
        queries: [{ influxql: rate({ metric: 'http_client_retries_total', by: edge }), alias }],
      }),
    ],
  };
}

function upstreamsOfGateway(): Row {
  const alias = '$tag_upstream';
  return {
    title: 'Upstreams of the gateway',
    panels: [
      chart({
        title: 'Answers by how they end',
        asks: 'Which portal or service does not answer the gateway?',
        unit: 'reqps',
        queries: [
          {
            influxql: rate({ metric: upstreams, field: 'count', by: ['upstream', 'outcome'] }),
            alias: `${alias}: $tag_outcome`,
          },
        ],
      }),
      chart({
        title: 'Time until an answer begins',
        asks: 'Which of them is slow?',
        unit: 's',
        queries: [{ influxql: mean({ metric: upstreams, by: ['upstream'] }), alias }],
      }),
      chart({
        title: 'Breakers and endpoints left out',
        asks: 'Which of them is not asked for now, and where are single endpoints left out?',
        unit: 'short',
        queries: [
          {
            influxql: level({ metric: 'gateway_upstream_breaker_state', by: ['upstream'] }),
            alias: `${alias}: breaker`,
          },
          {
            influxql: level({ metric: 'gateway_upstream_endpoints_ejected', by: ['upstream'] }),
            alias: `${alias}: left out`,
          },
        ],
      }),
      chart({
        title: 'Connections',
        asks: 'Do requests wait for a connection?',
        unit: 'short',
        queries: [
          {
            influxql: total({ metric: 'gateway_upstream_connections', by: ['upstream', 'state'] }),
            alias: `${alias}: $tag_state`,
          },
        ],
      }),
      chart({
        title: 'Requests sent again',
        asks: 'Which of them fails once and answers then?',
        unit: 'reqps',
        queries: [{ influxql: rate({ metric: 'gateway_upstream_retries_total', by: ['upstream'] }), alias }],
      }),
      chart({
        title: 'Who is this? asked of old portals',
        asks: 'Does an old portal say whose session it is?',
        unit: 'reqps',
        queries: [
          {
            influxql: rate({ metric: 'gateway_who_is_total', by: ['portal', 'outcome'] }),
            alias: '$tag_portal: $tag_outcome',
          },
        ],
      }),
    ],
  };
}

function copies(): Row {
  const model = ['service', 'model'];
  const alias = '$tag_service: $tag_model';
  return {
    title: 'Copies',
    panels: [
      chart({
        title: 'Age',
        asks: 'How long ago was a copy known to be complete?',
        unit: 's',
        queries: [{ influxql: level({ metric: 'read_model_age_seconds', by: model }), alias }],
      }),
      chart({
        title: 'Records received',
        asks: 'Does the feed of changes bring anything?',
        unit: 'cps',
        queries: [
          {
            influxql: rate({ metric: 'read_model_records_total', by: [...model, 'reason'] }),
            alias: `${alias}: $tag_reason`,
          },
        ],
      }),
      chart({
        title: 'Asked for by a read',
        asks: 'Do customers wait because a copy is old?',
        unit: 'cps',
        queries: [
          {
            influxql: rate({ metric: 'read_model_refreshes_total', by: [...model, 'outcome'] }),
            alias: `${alias}: $tag_outcome`,
          },
        ],
      }),
      chart({
        title: 'Not believed',
        asks: 'What does a system send that contradicts itself, and how much waits for a person?',
        unit: 'short',
        queries: [
          { influxql: level({ metric: 'read_model_quarantined_records', by: model }), alias: `${alias}: waiting` },
          { influxql: rate({ metric: 'read_model_rejected_total', by: model }), alias: `${alias}: a second` },
        ],
      }),
    ],
  };
}

function queues(): Row {
  const job = ['service', 'job'];
  return {
    title: 'Queues',
    panels: [
      chart({
        title: 'Oldest that waits',
        asks: 'Is something not carried out?',
        unit: 's',
        queries: [
          { influxql: level({ metric: 'jobs_queue_oldest_seconds', by: job }), alias: '$tag_service: $tag_job' },
          {
            influxql: level({ metric: 'outbox_oldest_message_seconds', by: ['service'] }),
            alias: '$tag_service: outbox',
          },
          {
            influxql: level({ metric: 'commands_oldest_pending_seconds', by: ['service', 'command'] }),
            alias: '$tag_service: $tag_command',
          },
        ],
      }),
      chart({
        title: 'How many wait',
        asks: 'Does more come in than is carried out?',
        unit: 'short',
        queries: [
          {
            influxql: level({ metric: 'jobs_queue_jobs', where: [`"state" != 'dead'`], by: [...job, 'state'] }),
            alias: '$tag_service: $tag_job $tag_state',
          },
          { influxql: level({ metric: 'outbox_waiting_messages', by: ['service'] }), alias: '$tag_service: outbox' },
        ],
      }),
      chart({
        title: 'Given up',
        asks: 'What will not be carried out unless a person sees to it?',
        unit: 'short',
        queries: [
          {
            influxql: level({ metric: 'jobs_queue_jobs', where: [`"state" = 'dead'`], by: job }),
            alias: '$tag_service: $tag_job',
          },
          { influxql: level({ metric: 'outbox_dead_messages', by: ['service'] }), alias: '$tag_service: outbox' },
        ],
      }),
      chart({
        title: 'Runs of jobs',
        asks: 'Do jobs end well?',
        unit: 'cps',
        queries: [
          {
            influxql: rate({ metric: 'jobs_runs_total', by: [...job, 'outcome'] }),
            alias: '$tag_service: $tag_job $tag_outcome',
          },
        ],
      }),
      chart({
        title: 'Payments and other commands not finished',
        asks: 'Does a customer wait for somebody?',
        unit: 'short',
        queries: [
          {
            influxql: level({ metric: 'commands_unfinished', by: ['command', 'state'] }),
            alias: '$tag_command: $tag_state',
          },
        ],
      }),
      chart({
        title: 'Comparisons that wait',
        asks: 'Does the shadow keep up?',
        unit: 'short',
        queries: [
          { influxql: total({ metric: 'migration_shadow_waiting' }), alias: 'waiting' },
          {
            influxql: rate({ metric: 'migration_shadow_shed_total', by: ['capability', 'reason'] }),
            alias: '$tag_capability: no room, $tag_reason',
          },
        ],
      }),
    ],
  };
}
