/** What Elasticsearch gets for a line of a container. */
import type { ContainerLog } from './container-log.ts';
import type { ContainerLine } from './cri-lines.ts';

export interface Document {
  /** The data stream. */
  index: string;
  /** The same for the same line, however often it is sent. */
  id: string;
  source: Readonly<Record<string, unknown>>;
}

/** Where a line comes from. */
export interface Origin extends Pick<ContainerLog, 'namespace' | 'pod' | 'podUid' | 'container' | 'restart'> {
  environment: string;
  node: string;
  /** Digest of the image, when it is known. */
  image?: string | undefined;
}

/** Name of the data stream for lines that Elasticsearch refused; no service can be called that. */
const deadLetters = 'dead_letters';
const ecsVersion = '8.10.0';
const serviceName = /^[a-z][a-z0-9-]*$/;

/** The service's own JSON as it is, anything else as a message, and where it comes from. */
export function documentOf(line: ContainerLine, origin: Origin): Document {
  const record = recordOf(line.text) ?? messageOf(line, origin);
  const claimed = record['service.name'];
  const service = typeof claimed === 'string' && serviceName.test(claimed) ? claimed : origin.container;
  const { podUid, container, restart } = origin;
  return {
    index: dataStream(service, origin.environment),
    id: [podUid, container, restart, line.time, line.offset].join('-'),
    source: { ...record, '@timestamp': record['@timestamp'] ?? timeOf(line), ...placeOf(origin) },
  };
}

/** A refused document as one that is taken: whole, but as a text that nothing looks into, with the reason. */
export function deadLetterOf({ index, id, source }: Document, type: string, reason: string): Document {
  const environment = source['service.environment'];
  const kept = Object.entries(source).filter(([name]) => placeFields.includes(name));
  return {
    index: dataStream(deadLetters, String(environment)),
    id,
    source: {
      ...Object.fromEntries(kept),
      '@timestamp': new Date().toISOString(),
      'ecs.version': ecsVersion,
      'log.level': 'error',
      'event.kind': 'pipeline_error',
      'event.original': JSON.stringify(source),
      'error.type': type,
      'error.message': reason,
      message: `A line was refused by ${index}`,
    },
  };
}

export function dataStream(service: string, environment: string): string {
  return `logs-wellspring.${service.replaceAll('-', '_')}-${environment}`;
}

export const placeFields = [
  'service.environment',
  'host.name',
  'orchestrator.namespace',
  'orchestrator.resource.name',
  'container.name',
  'container.image.hash.all',
];

function placeOf({ environment, node, namespace, pod, container, image }: Origin): Record<string, unknown> {
  const values = [environment, node, namespace, pod, container, image];
  return Object.fromEntries(placeFields.map((name, index) => [name, values[index]]));
}

function recordOf(text: string): Record<string, unknown> | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    const record: unknown = JSON.parse(text);
    return typeof record === 'object' && record !== null && !Array.isArray(record) ? { ...record } : undefined;
  } catch {
    return undefined;
  }
}

/** Node's own last words come without our logger, on stderr. */
function messageOf({ text, stream }: ContainerLine, { container }: Origin): Record<string, unknown> {
  return {
    message: text,
    'ecs.version': ecsVersion,
    'log.level': stream === 'stderr' ? 'error' : 'info',
    'service.name': container,
    'event.dataset': `${container}.${stream}`,
  };
}

function timeOf({ time }: ContainerLine): string {
  return time === '' ? new Date().toISOString() : time;
}
