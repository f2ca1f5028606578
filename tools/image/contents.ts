/** What the image of a built app holds below /app, in its two layers. */
import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '../topology/topology.ts';
import { Layer } from './layer.ts';
import { softwareBill } from './software-bill.ts';

export interface Contents {
  vendor: Layer;
  app: Layer;
  /** CycloneDX, as JSON. */
  sbom: string;
}

/** @throws Error when the app has not been built. */
export function contentsOf(app: string, version: string): Contents {
  const dist = join(workspaceRoot, 'apps', app, 'dist');
  if (!existsSync(join(dist, 'main.js'))) throw new Error(`${app} is not built: run "npx nx build ${app}" first`);
  const sbom = softwareBill(app, version, dist);
  const vendor = new Layer().addFile('app/sbom.cdx.json', sbom);
  for (const file of globSync('vendor*.js', { cwd: dist })) vendor.addPath(`app/${file}`, join(dist, file));
  return { vendor, app: new Layer().addPath('app', dist, isOurs), sbom };
}

/**
 * The source maps of our own code come along: a stack trace names the line somebody wrote. Those of the web pages would
 * be served to whoever asks.
 */
function isOurs(path: string): boolean {
  const isMapOfPages = path.startsWith('app/web/') && path.endsWith('.map');
  return !path.startsWith('app/vendor') && !isMapOfPages;
}
