/** Putting documents into Elasticsearch so that each is there once. */
import { deadLetterOf, type Document } from './document.ts';

export interface ElasticsearchOptions {
  url: string;
  username: string;
  password: string;
}

export interface Outcome {
  /** Documents that are there now, those that had been before included. */
  sent: number;
  /** Documents that are in the dead-letter stream instead. */
  refused: number;
}

/** It did not take the documents now, which says nothing about them: to be tried again. */
export class NotNowError extends Error {}

interface Item {
  status: number;
  error?: { type: string; reason: string; caused_by?: { reason?: string } };
}

const timeoutMs = 60_000;
const wantedFields = 'items.*.status,items.*.error.type,items.*.error.reason,items.*.error.caused_by.reason';

export class Elasticsearch {
  private readonly options: ElasticsearchOptions;

  constructor(options: ElasticsearchOptions) {
    this.options = options;
  }

  /**
   * Puts all of them in. Documents that it refuses for what they are go to the dead-letter stream; anything else that
   * keeps one out keeps all of them waiting: sending again those that are in does no harm.
   * @throws NotNowError
   */
  async put(documents: readonly Document[]): Promise<Outcome> {
    const letters: Document[] = [];
    for (const [index, { status, error }] of (await this.create(documents)).entries()) {
      const document = documents[index];
      if (document !== undefined && status === refused && error !== undefined) {
        const reasons = [error.reason, error.caused_by?.reason].filter((reason) => reason !== undefined);
        letters.push(deadLetterOf(document, error.type, reasons.join(': ')));
      } else if (!isIn(status)) throw notNow(status, error);
    }
    for (const { status, error } of letters.length === 0 ? [] : await this.create(letters)) {
      if (!isIn(status)) throw notNow(status, error);
    }
    return { sent: documents.length - letters.length, refused: letters.length };
  }

  private async create(documents: readonly Document[]): Promise<Item[]> {
    const lines = documents.flatMap(({ index, id, source }) => [
      JSON.stringify({ create: { _index: index, _id: id } }),
      JSON.stringify(source),
    ]);
    const items = itemsOf(await this.post(`/_bulk?filter_path=${wantedFields}`, `${lines.join('\n')}\n`));
    if (items.length !== documents.length) throw new NotNowError('it answered something else than was asked');
    return items;
  }

  private async post(path: string, body: string): Promise<unknown> {
    const { url, username, password } = this.options;
    try {
      const response = await fetch(url + path, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-ndjson',
          authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
        },
        body,
        signal: AbortSignal.timeout(timeoutMs),
      });
      const text = await response.text();
      if (!response.ok) throw new NotNowError(`${response.status} ${text.slice(0, 500)}`);
      return JSON.parse(text) as unknown;
    } catch (error) {
      if (error instanceof NotNowError) throw error;
      throw new NotNowError(describe(error), { cause: error });
    }
  }
}

const created = 201;
/** It is there already: it was sent before, and the answer did not arrive or was not remembered. */
const conflict = 409;
const refused = 400;

function isIn(status: number): boolean {
  return status === created || status === conflict;
}

function notNow(status: number, error: Item['error']): NotNowError {
  return new NotNowError(`${status} ${error === undefined ? '' : `${error.type}: ${error.reason}`}`);
}

/** One action for each item, whose name does not matter. */
function itemsOf(answer: unknown): Item[] {
  const { items } = answer as { items?: Record<string, Item>[] };
  return (items ?? []).flatMap((item) => Object.values(item));
}

/** What Node's fetch knows is in the cause: "fetch failed" alone says nothing. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
