import { cutText } from './cut-text.ts';
import { withOriginalPositions } from './original-positions.ts';
import { redactText } from './redaction.ts';

const longestStack = 8_192;
const deepestCause = 5;

/**
 * ECS `error.*` of anything thrown. Only type, code, message and stack: the own properties of errors hold requests,
 * headers and connection strings.
 */
export function errorFields(error: unknown): Record<string, string> {
  if (!(error instanceof Error)) return { 'error.type': typeof error, 'error.message': redactText(String(error)) };
  const code = codeOf(error);
  return {
    'error.type': error.name,
    'error.message': redactText(error.message),
    'error.stack_trace': cutText(redactText(withOriginalPositions(stackOf(error))), longestStack),
    ...(code !== undefined && { 'error.code': code }),
  };
}

function codeOf(error: Error): string | undefined {
  return 'code' in error && (typeof error.code === 'string' || typeof error.code === 'number')
    ? String(error.code)
    : undefined;
}

function stackOf(error: Error, depth = 0): string {
  const own = error.stack ?? `${error.name}: ${error.message}`;
  const inner = error instanceof AggregateError ? error.errors : [error.cause];
  const causes = inner.filter((cause) => cause instanceof Error);
  if (causes.length === 0 || depth >= deepestCause) return own;
  return [own, ...causes.map((cause) => `Caused by: ${stackOf(cause, depth + 1)}`)].join('\n');
}
