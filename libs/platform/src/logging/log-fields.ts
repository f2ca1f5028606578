import { cutText } from './cut-text.ts';
import { ecsFields } from './ecs-fields.ts';
import { isSensitiveName, redactedMark, redactText } from './redaction.ts';

/** Fields of a log line. ECS names with the right type go to the top level, anything else under `labels`. */
export type LogFields = Readonly<Record<string, unknown>>;

const mostLabels = 32;
const longestValue = 1_024;
const deepestLabel = 4;

/** Sorts fields into ECS fields and flattened `labels` (each value a string), redacted and bounded in number and size. */
export function arrangeFields(fields: LogFields): Record<string, unknown> {
  const arranged: Record<string, unknown> = {};
  const labels: Record<string, string> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined || value === null) continue;
    const kind = Object.hasOwn(ecsFields, name) ? ecsFields[name] : undefined;
    if (kind === 'number' && typeof value === 'number') arranged[name] = value;
    else if (kind === 'keyword' && typeof value === 'string') arranged[name] = bounded(value);
    else flatten(labels, name, value, 0);
  }
  if (Object.keys(labels).length > 0) arranged['labels'] = labels;
  return arranged;
}

/** Dots become underscores: a dot would make an object of the label, and two of them a mapping conflict. */
function flatten(labels: Record<string, string>, name: string, value: unknown, depth: number): void {
  if (value === undefined || value === null) return;
  if (Object.keys(labels).length >= mostLabels) return;
  const key = name.replaceAll('.', '_').slice(0, 64);
  if (isSensitiveName(name)) {
    labels[key] = redactedMark;
    return;
  }
  if (typeof value !== 'object' || value instanceof Date || Array.isArray(value) || value instanceof Error) {
    labels[key] = bounded(textOf(value));
  } else if (depth < deepestLabel) {
    for (const [inner, innerValue] of Object.entries(value)) flatten(labels, `${name}_${inner}`, innerValue, depth + 1);
  }
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'invalid date' : value.toISOString();
  if (Array.isArray(value))
    return value.map((item) => (typeof item === 'object' ? '[object]' : String(item))).join(',');
  return String(value);
}

function bounded(text: string): string {
  return cutText(redactText(text), longestValue);
}
