/** A real OpenSearch with what Elasticsearch is given in one environment. */
import { workspaceRoot } from '../../topology/topology.ts';
import { ApiClient } from '../api-client.ts';
import { contentKinds } from '../elasticsearch/content-kinds.ts';
import { contentFiles } from '../elasticsearch/contents.ts';
import { contentOf } from '../elasticsearch/elasticsearch.ts';
import type { ObservedSystem } from '../observed-system.ts';
import { asOpenSearchHasIt, kindsOfOpenSearch } from './as-opensearch-has-it.ts';

/** @param url of an OpenSearch that is running */
export function logStore(url: string, environment: string): ObservedSystem {
  const client = new ApiClient({ url, headers: {} });
  const kinds = contentKinds.filter(({ kind }) => kindsOfOpenSearch.includes(kind));
  const contents = kinds.flatMap((kind) =>
    contentFiles(workspaceRoot, kind.folder, { environment, retentionDays: 30 }).map((file) =>
      contentOf(client, kind, { ...file, body: asOpenSearchHasIt(file.body) }),
    ),
  );
  return { name: 'OpenSearch', url, contents: () => contents };
}
