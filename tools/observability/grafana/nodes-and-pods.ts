/** What the cluster says of nodes and pods, and what Telegraf says of itself. */
import { dashboard, type Dashboard } from './dashboard.ts';
import { level, rate, total } from '../influxdb/influxql.ts';
import { chart, type Unit } from './panels.ts';
import type { Row } from './rows.ts';

const pod = ['pod_name'];
const nanocores = ' / 1000000000';
const container = ['pod_name', 'container_name'];

export function nodesAndPods(): Dashboard {
  return dashboard({
    uid: 'nodes-and-pods',
    title: 'Nodes and pods',
    purpose: 'Whether what ought to run runs, what it uses, and whether anybody is not heard.',
    rows: [pods(), nodes(), scraping()],
  });
}

function pods(): Row {
  return {
    title: 'Pods',
    panels: [
      chart({
        title: 'Pods ready',
        asks: 'Is every pod of every deployment ready?',
        unit: 'short',
        queries: ['replicas_available', 'replicas_unavailable'].map((field) => ({
          influxql: level({ metric: 'inventory_kubernetes_deployment', field, by: ['deployment_name'], of: 'last' }),
          alias: `$tag_deployment_name: ${field.replace('replicas_', '')}`,
        })),
      }),
      chart({
        title: 'Restarts',
        asks: 'Does a container not stay up?',
        unit: 'short',
        queries: [
          {
            influxql: level({ metric: 'pod', field: 'restarts_total', by: container }),
            alias: '$tag_pod_name',
          },
        ],
      }),
      chart({
        title: 'Memory of pods',
        asks: 'Who comes near its limit?',
        unit: 'bytes',
        queries: [
          {
            influxql: level({ metric: 'kubernetes_pod_container', field: 'memory_working_set_bytes', by: container }),
            alias: '$tag_pod_name',
          },
        ],
      }),
      chart({
        title: 'Processor of pods',
        asks: 'Who uses the processor? 100 % is one of them.',
        unit: 'percentunit',
        queries: [
          {
            influxql: level({
              metric: 'kubernetes_pod_container',
              field: 'cpu_usage_nanocores',
              by: container,
              of: 'mean',
              scale: nanocores,
            }),
            alias: '$tag_pod_name',
          },
        ],
      }),
      chart({
        title: 'Room in volumes',
        asks: 'Is a volume filling up?',
        unit: 'bytes',
        queries: [
          {
            influxql: level({
              metric: 'kubernetes_pod_volume',
              field: 'available_bytes',
              by: [...pod, 'volume_name'],
              of: 'min',
            }),
            alias: '$tag_pod_name: $tag_volume_name',
          },
        ],
      }),
    ],
  };
}

function nodes(): Row {
  const node = (title: string, asks: string, field: string, unit: Unit, scale = '') =>
    chart({
      title,
      asks,
      unit,
      queries: [
        {
          influxql: level({ metric: 'kubernetes_node', field, by: ['node_name'], of: 'mean', scale }),
          alias: '$tag_node_name',
        },
      ],
    });
  return {
    title: 'Nodes',
    panels: [
      node('Processor', 'Which node is busy? 100 % is one processor.', 'cpu_usage_nanocores', 'percentunit', nanocores),
      node('Memory left', 'Which node has little memory left?', 'memory_available_bytes', 'bytes'),
      node('Disk left', 'Which node has little room left?', 'fs_available_bytes', 'bytes'),
      chart({
        title: 'Certificates',
        asks: 'How long are they still valid?',
        unit: 's',
        queries: [
          {
            influxql: level({ metric: 'x509_cert', field: 'expiry', by: ['source'], of: 'min' }),
            alias: '$tag_source',
          },
        ],
      }),
    ],
  };
}

function scraping(): Row {
  return {
    title: 'Who is heard',
    panels: [
      chart({
        title: 'Pods that answer',
        asks: 'How many pods of each service say what they measure? A gap is a pod that runs and says nothing.',
        unit: 'short',
        queries: [
          {
            influxql:
              'SELECT count("each") AS "answer" FROM (SELECT last("content_length") AS "each" FROM "pod" ' +
              'WHERE $timeFilter GROUP BY time($__interval), "service", "pod_name") ' +
              'WHERE $timeFilter GROUP BY time($__interval), "service"',
            alias: '$tag_service',
          },
        ],
      }),
      chart({
        title: 'Scrapes that failed',
        asks: 'Does Telegraf fail to get what it is to get? Its log says of whom.',
        unit: 'cps',
        queries: [
          {
            influxql: rate({ metric: 'internal_gather', field: 'errors', by: ['input', 'alias'] }),
            alias: '$tag_alias',
          },
        ],
      }),
      chart({
        title: 'Time a scrape takes',
        asks: 'Which service is slow to say what it measures?',
        unit: 's',
        queries: [
          {
            influxql: level({ metric: 'pod', field: 'response_time', by: ['service'] }),
            alias: '$tag_service',
          },
        ],
      }),
      chart({
        title: 'Size of a scrape',
        asks: 'Does a service measure more and more?',
        unit: 'bytes',
        queries: [
          {
            influxql: level({ metric: 'pod', field: 'content_length', by: ['service'] }),
            alias: '$tag_service',
          },
        ],
      }),
      chart({
        title: 'Written and given up',
        asks: 'Does InfluxDB take what is scraped?',
        unit: 'cps',
        queries: ['metrics_written', 'metrics_dropped'].map((field) => ({
          influxql: rate({ metric: 'internal_write', field, by: ['output'] }),
          alias: field.replace('metrics_', ''),
        })),
      }),
      chart({
        title: 'Waiting to be written',
        asks: 'Is InfluxDB slow or away?',
        unit: 'short',
        queries: [
          { influxql: total({ metric: 'internal_write', field: 'buffer_size', by: ['output'] }), alias: '$tag_output' },
        ],
      }),
    ],
  };
}
