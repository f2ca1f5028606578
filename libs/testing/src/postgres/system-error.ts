/**
 * Whether `error` carries the system's error code, such as `ENOENT`. Not `instanceof Error`: inside Jest's sandbox the
 * errors of Node's own modules are instances of another realm's `Error`.
 */
export function hasCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
