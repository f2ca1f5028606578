/**
 * What every response carries unless its handler says otherwise. Most are made for one customer, so keeping a copy is what
 * has to be asked for: by the pages' files and by public keys, say. Errors and refusals are no exception.
 */
export const defaultHeaders = {
  'cache-control': 'private, no-store',
  'x-content-type-options': 'nosniff',
} as const;
