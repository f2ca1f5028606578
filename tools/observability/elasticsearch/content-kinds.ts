/** What Elasticsearch keeps for us, in the order in which one needs the other, and how its API carries each. */

export interface ContentKind {
  kind: string;
  /** Below `deploy/observability/elasticsearch`. */
  folder: string;
  api: string;
  /** What is sent. */
  given: (body: unknown) => unknown;
  /** What was sent, out of the answer that says what there is. */
  found: (answer: unknown, name: string) => unknown;
}

type Answer = Record<string, unknown>;

export const contentKinds: ContentKind[] = [
  {
    kind: 'lifecycle policy',
    folder: 'lifecycle-policies',
    api: '_ilm/policy',
    given: (policy) => ({ policy }),
    found: (answer, name) => (named(answer, name) as Answer)['policy'],
  },
  { kind: 'ingest pipeline', folder: 'ingest-pipelines', api: '_ingest/pipeline', given: asItIs, found: named },
  {
    kind: 'component template',
    folder: 'component-templates',
    api: '_component_template',
    given: asItIs,
    found: (answer) => first(answer, 'component_templates')['component_template'],
  },
  {
    kind: 'index template',
    folder: 'index-templates',
    api: '_index_template',
    given: asItIs,
    found: (answer) => first(answer, 'index_templates')['index_template'],
  },
  { kind: 'role', folder: 'roles', api: '_security/role', given: asItIs, found: named },
];

function asItIs(body: unknown): unknown {
  return body;
}

function named(answer: unknown, name: string): unknown {
  return (answer as Answer)[name];
}

function first(answer: unknown, list: string): Answer {
  const [found = {}] = (answer as Record<string, Answer[]>)[list] ?? [];
  return found;
}
