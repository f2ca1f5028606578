import { isValues } from '../../deploy/values.ts';

/**
 * What Elasticsearch is given, as OpenSearch understands it: it has another name for flattened fields, and what deletes old
 * indices is set in another way. All else is the same.
 */
export function asOpenSearchHasIt(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(asOpenSearchHasIt);
  if (!isValues(body)) return body === 'flattened' ? 'flat_object' : body;
  const kept = Object.entries(body).filter(([name]) => name !== 'lifecycle');
  return Object.fromEntries(kept.map(([name, value]) => [name, asOpenSearchHasIt(value)]));
}

/** Kinds of contents that OpenSearch has in the same form. */
export const kindsOfOpenSearch = ['ingest pipeline', 'component template', 'index template'];
