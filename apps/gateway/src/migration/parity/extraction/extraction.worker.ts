/**
 * Reads facts out of answers, in a thread of its own: parsing an old page takes milliseconds in which nothing else
 * would be answered, and a page that exhausts the memory ends this thread and not the gateway.
 */
import { constants, setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { decodeBody } from '../../../facts/decode-body.ts';
import { UnreadableError } from '../../../facts/unreadable.ts';
import { Extractor } from '../../../facts/extractor.ts';
import type { Extraction, ExtractionRequest } from './extraction.ts';

const extractors = new Map<string, Extractor>();
const mostExtractors = 200;

// Customers come first where the thread that answers them has the same processor. Elsewhere than on Linux a priority is
// that of the whole process.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_LOW);

parentPort?.on('message', ({ id, request }: { id: number; request: ExtractionRequest }) => {
  parentPort?.postMessage({ id, extraction: extract(request) });
});

function extract({ declaration, body, contentEncoding, contentType, charset }: ExtractionRequest): Extraction {
  try {
    const items = extractorFor(declaration).extract(decodeBody(body, contentEncoding, contentType, charset));
    return { ok: true, items };
  } catch (error) {
    // Its message may quote the body, so only its kind goes on.
    if (error instanceof UnreadableError) return { ok: false, reason: error.reason, unreadable: error.reason };
    return { ok: false, reason: error instanceof Error ? error.name : 'Error' };
  }
}

function extractorFor(declaration: ExtractionRequest['declaration']): Extractor {
  const key = JSON.stringify(declaration);
  const known = extractors.get(key);
  if (known !== undefined) return known;
  if (extractors.size >= mostExtractors) extractors.clear();
  const extractor = new Extractor(declaration);
  extractors.set(key, extractor);
  return extractor;
}
