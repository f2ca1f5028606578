/** The registry that the nodes of the local cluster know: as much of one as pulling by digest takes. */
import { createServer, type Server } from 'node:http';
import { addresses, registry } from '../local/layout.ts';
import { manifestType, type AppImages } from './app-images.ts';

const asked = /^\/v2\/.+\/(?<kind>manifests|blobs)\/(?<digest>sha256:[0-9a-f]{64})$/;

export async function serveImages(images: AppImages): Promise<Server> {
  const server = createServer(({ url = '', method }, response) => {
    // A mirror is told by a query whose registry it stands in for.
    const [path = ''] = url.split('?');
    const { kind, digest = '' } = asked.exec(path)?.groups ?? {};
    const content = images.blobs.get(digest);
    if (path === '/v2/') response.end('{}');
    else if (!content) response.writeHead(404).end(JSON.stringify({ errors: [{ code: 'MANIFEST_UNKNOWN' }] }));
    else {
      response.writeHead(200, {
        'content-type': kind === 'manifests' ? manifestType : 'application/octet-stream',
        'content-length': content.length,
        'docker-content-digest': digest,
      });
      response.end(method === 'HEAD' ? undefined : content);
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(registry.port, addresses.host, resolve);
  });
  return server;
}
