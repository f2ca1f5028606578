import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { valuesAt } from '../query/values-at.ts';
import { type OfferedCollection, offeredIn } from './offered.ts';

/** An answer of the service that is tried. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed, where it is JSON. */
  readonly body: unknown;
}

export interface Trial {
  /** `/tmf-api/customerBillManagement/v4` */
  readonly base: string;
  /** Asks the service, as somebody who has at least one resource of every kind. */
  readonly get: (path: string) => Promise<Answer>;
  /** What TM Forum's definition demands of each type, beside `id` and `href`. */
  readonly mandatory: Readonly<Record<string, readonly string[]>>;
  /** Attributes that say when somebody asked, and so are never twice the same. */
  readonly momentary?: readonly string[];
}

const documents = z.array(z.looseObject({ id: z.string(), href: z.string(), '@type': z.string() }));
type Found = z.infer<typeof documents>[number];

const errorBody = z.object({
  code: z.string().min(1),
  reason: z.string().min(1),
  status: z.string(),
  '@type': z.literal('Error'),
});

/**
 * Tries an API in the manner of TM Forum's conformance kits, by what its own OpenAPI document says: mandatory attributes,
 * filters by every attribute, `fields`, and the bodies of 404 and 400. Gives what is wrong, a line each.
 */
export async function nonconformities({ base, get, mandatory, momentary = [] }: Trial): Promise<string[]> {
  const description = await get(`${base}/openapi.json`);
  const faults: string[] = [];
  for (const collection of offeredIn(description.body)) {
    const trial = new CollectionTrial(`${base}${collection.path}`, collection, get, momentary, faults);
    await trial.run(mandatory[collection.type]);
  }
  return faults;
}

class CollectionTrial {
  constructor(
    private readonly path: string,
    private readonly collection: OfferedCollection,
    private readonly get: Trial['get'],
    private readonly momentary: readonly string[],
    private readonly faults: string[],
  ) {}

  async run(mandatory: readonly string[] | undefined): Promise<void> {
    const answer = await this.get(this.path);
    const found = documents.safeParse(answer.body);
    this.check(found.success, 'is no list of resources with id, href and @type');
    if (!found.success) return;
    const all = found.data;
    const [sample] = all;
    this.check(sample !== undefined, 'has nothing to be tried with');
    this.check(mandatory !== undefined, `is of the type ${this.collection.type}, of which nothing mandatory was named`);
    if (sample === undefined) return;
    this.check(answer.headers.get('x-result-count') === String(all.length), 'counts in X-Result-Count something else');
    for (const each of all) this.tryDocument(each, mandatory ?? []);
    await this.tryOne(sample);
    await this.tryFields(sample);
    for (const [name, operators] of this.collection.filters)
      if (!this.momentary.includes(name)) await this.tryFilter(name, operators, sample, all);
    await this.tryRefusals();
  }

  private tryDocument(document: Found, mandatory: readonly string[]): void {
    for (const name of [...this.collection.required, ...mandatory])
      this.check(
        valuesAt(document, name.split('.')).length > 0 || Array.isArray(document[name]),
        `${document.id} has no ${name}`,
      );
    this.check(
      document.href === `${this.path}/${encodeURIComponent(document.id)}`,
      `${document.id} has the href ${document.href}`,
    );
  }

  private async tryOne(sample: Found): Promise<void> {
    const { status, body } = await this.get(sample.href);
    this.check(
      status === 200 && isDeepStrictEqual(this.lasting(body), this.lasting(sample)),
      `${sample.id} differs from its list`,
    );
    const missing = await this.get(`${this.path}/nothing-has-this-id`);
    this.checkError(missing, 404, 'what is not there');
  }

  /** Without what is momentary; and in the form it was sent in, whoever parsed it. */
  private lasting(document: unknown): unknown {
    const drop = (name: string, value: unknown): unknown => (this.momentary.includes(name) ? undefined : value);
    return JSON.parse(JSON.stringify(document, drop));
  }

  private async tryFields(sample: Found): Promise<void> {
    for (const name of Object.keys(sample)) {
      const { body } = await this.get(`${this.path}?fields=${name}`);
      const list = z.array(z.looseObject({ id: z.string() })).safeParse(body);
      const selected = list.data?.find(({ id }) => id === sample.id);
      const expected = new Set(['id', 'href', name]);
      const isExact =
        selected !== undefined && Object.keys(selected).every((key) => expected.delete(key)) && expected.size === 0;
      this.check(isExact, `?fields=${name} gives ${Object.keys(selected ?? {}).join(', ')}`);
    }
  }

  private async tryFilter(
    name: string,
    operators: readonly string[],
    sample: Found,
    all: readonly Found[],
  ): Promise<void> {
    const values = valuesAt(sample, name.split('.'));
    const [text] = values.filter((value) => typeof value !== 'object').map(String);
    // What the sample does not have cannot be tried with it, and a comma separates values.
    if (text === undefined || text.includes(',')) return;
    const isFound = async (operator: string): Promise<boolean> => {
      const list = documents.safeParse(
        (await this.get(`${this.path}?${name}${operator}=${encodeURIComponent(text)}`)).body,
      );
      return list.data?.some(({ id }) => id === sample.id) ?? false;
    };
    this.check(await isFound(''), `?${name}=${text} does not find ${sample.id}`);
    if (values.length === 1) this.check(!(await isFound('.ne')), `?${name}.ne=${text} finds ${sample.id}`);
    if (operators.includes('gte')) this.check(await isFound('.gte'), `?${name}.gte=${text} does not find ${sample.id}`);
    const others = documents.safeParse((await this.get(`${this.path}?${name}=${encodeURIComponent(text)}`)).body);
    const alike = all.filter((each) => valuesAt(each, name.split('.')).map(String).includes(text)).length;
    this.check(others.data?.length === alike, `?${name}=${text} finds ${others.data?.length ?? 0} of ${alike}`);
  }

  private async tryRefusals(): Promise<void> {
    for (const query of ['nothing-is-called-this=1', 'limit=0', 'offset=-1', 'fields=nothing-is-called-this'])
      this.checkError(await this.get(`${this.path}?${query}`), 400, `?${query}`);
    for (const [name, operators] of this.collection.filters) {
      if (operators.includes('gt')) this.checkError(await this.get(`${this.path}?${name}=what`), 400, `?${name}=what`);
      else this.checkError(await this.get(`${this.path}?${name}.gt=1`), 400, `?${name}.gt=1`);
    }
  }

  private checkError({ status, body }: Answer, expected: number, what: string): void {
    const error = errorBody.safeParse(body);
    this.check(status === expected, `${what} is ${status} and not ${expected}`);
    this.check(error.data?.status === String(expected), `${what} has no error body of TMF630`);
  }

  private check(holds: boolean, fault: string): void {
    if (!holds) this.faults.push(`${this.path}: ${fault}`);
  }
}
