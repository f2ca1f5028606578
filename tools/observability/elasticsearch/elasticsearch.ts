import type { Observability } from '../../deploy/environment.ts';
import { ApiClient } from '../api-client.ts';
import { type Content, type ObservedSystem, secretOf, type Surroundings } from '../observed-system.ts';
import { type ContentFile, contentFiles } from './contents.ts';
import { contentKinds, type ContentKind } from './content-kinds.ts';

type Settings = NonNullable<Observability['elasticsearch']>;

/** How log lines are kept, and who may add or read them. Needs the rights to say so: `ELASTICSEARCH_API_KEY`. */
export function elasticsearch({ url, retentionDays }: Settings, surroundings: Surroundings): ObservedSystem {
  return {
    name: 'Elasticsearch',
    url,
    contents: () => {
      const key = secretOf(
        surroundings,
        'ELASTICSEARCH_API_KEY',
        'may manage templates, pipelines, policies and roles',
      );
      const client = new ApiClient({ url, headers: { authorization: `ApiKey ${key}` } });
      const { root, environment } = surroundings;
      return contentKinds.flatMap((kind) =>
        contentFiles(root, kind.folder, { environment, retentionDays }).map((file) => contentOf(client, kind, file)),
      );
    },
  };
}

export function contentOf(client: ApiClient, { kind, api, given, found }: ContentKind, content: ContentFile): Content {
  const { name, file, body } = content;
  const path = `${api}/${name}`;
  return {
    kind,
    name,
    file,
    wanted: body,
    read: async () => {
      const answer = await client.find(path);
      return answer === undefined ? undefined : found(answer, name);
    },
    write: async () => {
      await client.call({ method: 'PUT', path, body: given(body) });
    },
  };
}
