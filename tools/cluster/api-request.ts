import { request, type RequestOptions } from 'node:https';
import type { KubeConfig } from '@kubernetes/client-node';

export interface Answer {
  status: number;
  body: string;
}

export interface ApiRequest {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH';
  /** With the query, as in `/api/v1/namespaces/x/pods?labelSelector=…`. */
  path: string;
  /** Sent as JSON; with PATCH as a strategic merge patch. */
  body?: unknown;
}

const timeoutMs = 10_000;

/**
 * One request to the API server with the credentials of a kubeconfig. The objects stay as the server writes them: the
 * client library's classes would drop fields that they do not know and turn times into dates.
 * @throws Error naming the server if it cannot be asked; an answer with an error status is an answer
 */
export async function apiRequest(config: KubeConfig, { method = 'GET', path, body }: ApiRequest): Promise<Answer> {
  const cluster = config.getCurrentCluster();
  if (!cluster) throw new Error('There is no cluster to talk to: set KUBECONFIG, or `context` in environment.yaml');
  const contentType = method === 'PATCH' ? 'application/strategic-merge-patch+json' : 'application/json';
  const headers = { accept: '*/*', ...(body === undefined ? {} : { 'content-type': contentType }) };
  const options: RequestOptions = { method, timeout: timeoutMs, headers };
  await config.applyToHTTPSOptions(options);
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const outgoing = request(new URL(cluster.server.replace(/\/$/, '') + path), options, (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('error', reject);
    response.on('end', () => {
      resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() });
    });
  });
  outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer within ${timeoutMs / 1_000} s`)));
  outgoing.on('error', (error) => {
    reject(new Error(`The cluster at ${cluster.server} cannot be asked: ${error.message || String(error)}`));
  });
  outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  return promise;
}
