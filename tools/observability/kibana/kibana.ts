import type { Observability } from '../../deploy/environment.ts';
import { isValues } from '../../deploy/values.ts';
import { ApiClient, RefusedError } from '../api-client.ts';
import { type Content, type ObservedSystem, secretOf, type Surroundings } from '../observed-system.ts';
import { pagesFile, readPages } from './pages.ts';
import { type SavedObject, savedObjects } from './saved-objects.ts';

type Settings = NonNullable<Observability['kibana']>;

/** The pages about logs. Needs the rights to keep them: `KIBANA_API_KEY`. */
export function kibana({ url }: Settings, surroundings: Surroundings): ObservedSystem {
  return {
    name: 'Kibana',
    url,
    contents: () => {
      const key = secretOf(surroundings, 'KIBANA_API_KEY', 'may manage saved objects');
      // Kibana refuses a change without the second, so that no page elsewhere can make one.
      const client = new ApiClient({ url, headers: { authorization: `ApiKey ${key}`, 'kbn-xsrf': 'wellspring' } });
      const objects = savedObjects(readPages(surroundings.root), surroundings.environment);
      return objects.map((object) => contentOf(client, object));
    },
  };
}

function contentOf(client: ApiClient, object: SavedObject): Content {
  const { type, id, attributes, references } = object;
  return {
    kind: type === 'index-pattern' ? 'data view' : type,
    name: id,
    file: pagesFile,
    wanted: unpacked({ attributes, references }),
    read: async () => unpacked(await exported(client, object)),
    write: () => imported(client, object),
  };
}

async function exported(client: ApiClient, { type, id }: SavedObject): Promise<unknown> {
  const body = { objects: [{ type, id }], excludeExportDetails: true };
  return client.call({ method: 'POST', path: 'api/saved_objects/_export', body }).catch((error: unknown) => {
    // An object that is not there is a wrong question to Kibana.
    if (error instanceof RefusedError && error.status === 400) return undefined;
    throw error;
  });
}

async function imported(client: ApiClient, object: SavedObject): Promise<void> {
  const boundary = 'wellspring-saved-objects';
  const answer = await client.call({
    method: 'POST',
    path: 'api/saved_objects/_import?overwrite=true',
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    body: [
      `--${boundary}`,
      'content-disposition: form-data; name="file"; filename="objects.ndjson"',
      'content-type: application/ndjson',
      '',
      JSON.stringify(object),
      `--${boundary}--`,
      '',
    ].join('\r\n'),
  });
  // It answers 200 to what it did not take, too.
  if (!isValues(answer) || answer['success'] !== true) {
    throw new Error(JSON.stringify(isValues(answer) ? answer['errors'] : answer));
  }
}

/** Kibana keeps JSON in texts, which are compared by what they say. */
function unpacked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unpacked);
  if (isValues(value)) return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, unpacked(each)]));
  return typeof value === 'string' && /^[[{]/.test(value) ? parsed(value) : value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
