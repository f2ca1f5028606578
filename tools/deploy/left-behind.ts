/** What an attempt that was undone left in the cluster, though the manifest that is in force again says nothing of it. */
import { changesOf } from './diff.ts';
import { idOf, isHook, type Manifest } from './manifest.ts';

interface ObjectReader {
  read: (manifest: Manifest) => Promise<Manifest | undefined>;
}

/**
 * @param attempted what was undone
 * @param released what is in force again
 * @returns each object or field of the attempt that is still there
 */
export async function leftBehind(
  cluster: ObjectReader,
  attempted: Manifest[],
  released: Manifest[],
): Promise<string[]> {
  const found: string[] = [];
  for (const manifest of attempted.filter((each) => !isHook(each))) {
    const live = await cluster.read(manifest);
    if (!live) continue;
    const inForce = released.find((each) => idOf(each) === idOf(manifest));
    if (!inForce) found.push(idOf(manifest));
    else found.push(...changesOf(manifest, live, inForce).map(({ path }) => `${idOf(manifest)} ${path}`));
  }
  return found;
}
