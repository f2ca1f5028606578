import type { LogFields } from '@wellspring/platform';

/**
 * What the queue reports, as an error and the fields of its log line. Errors of its workers are no errors any more but
 * copies of their fields, with the name of the queue beside them.
 */
export function queueError(reported: unknown): { error: unknown; fields: LogFields } {
  if (reported instanceof Error || typeof reported !== 'object' || reported === null)
    return { error: reported, fields: {} };
  const { message, stack, name, code, queue } = reported as Record<string, unknown>;
  const error = Object.assign(new Error(typeof message === 'string' ? message : 'unknown'), {
    ...(typeof name === 'string' && { name }),
    ...(typeof code === 'string' && { code }),
  });
  // Without one of its own, where this was called from would only mislead.
  error.stack = typeof stack === 'string' ? stack : `${error.name}: ${error.message}`;
  return { error, fields: typeof queue === 'string' ? { job: queue } : {} };
}
