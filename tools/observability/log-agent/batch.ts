import type { Document } from './document.ts';

const mostDocuments = 1_000;
const mostCharacters = 4_194_304;

/** Documents that are sent at once, and how far every log is read when they are safe. */
export class Batch {
  readonly documents: Document[] = [];
  readonly reached = new Map<string, number>();
  private characters = 0;

  add(log: string, position: number, document: Document, characters: number): void {
    this.documents.push(document);
    this.characters += characters;
    this.reached.set(log, position);
  }

  get isFull(): boolean {
    return this.documents.length >= mostDocuments || this.characters >= mostCharacters;
  }
}
