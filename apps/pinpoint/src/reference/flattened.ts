/** `{ trace: { id } }` → `{ 'trace.id' }`: an index may hold a line either way. */
export function flattened(object: Readonly<Record<string, unknown>>, prefix = ''): Record<string, unknown> {
  const flat: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(object)) {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    if (typeof value === 'object' && value !== null && !Array.isArray(value) && path !== 'labels') {
      Object.assign(flat, flattened({ ...value }, path));
    } else flat[path] = value;
  }
  return flat;
}
