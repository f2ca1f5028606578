import type { Unreadable } from '../../../facts/unreadable.ts';
import type { Item } from '../../../facts/fact.ts';
import type { ExtractorDeclaration } from '../../../facts/extractor.ts';

/** A body whose facts are wanted. */
export interface ExtractionRequest {
  declaration: ExtractorDeclaration;
  body: Uint8Array;
  contentEncoding?: string | undefined;
  contentType?: string | undefined;
  /** Of a page that does not say it itself. */
  charset?: string | undefined;
}

/** Facts, or why there are none: the body is not what the declaration takes it for. */
export type Extraction = { ok: true; items: Item[] } | { ok: false; reason: string; unreadable?: Unreadable };
