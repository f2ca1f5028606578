import { selectFields } from '../query/fields.ts';
import type { TmfReply } from './answer-list.ts';

/** Answers one resource with the selected attributes. Returns the body, finished. */
export function answerOne(reply: TmfReply, fields: ReadonlySet<string> | undefined, document: string): string {
  reply.header('content-type', 'application/json; charset=utf-8');
  if (!fields) return document;
  const resource: unknown = JSON.parse(document);
  if (typeof resource !== 'object' || resource === null) throw new TypeError('a resource must be an object');
  return JSON.stringify(selectFields(resource, fields));
}
