/** Every key of old-portals.yaml as a table for people, out of the schema that the gateway checks the file with. */
import { format } from 'prettier';
import { z } from 'zod';
// eslint-disable-next-line @nx/enforce-module-boundaries
import { oldPortalsJsonSchema } from '../../apps/gateway/src/old-portal/profile/json-schema.ts';

const node = z.object({
  type: z.string().optional(),
  description: z.string().optional(),
  default: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  pattern: z.string().optional(),
  get properties() {
    return z.record(z.string(), node).optional();
  },
  required: z.array(z.string()).optional(),
  get items() {
    return node.optional();
  },
  get anyOf() {
    return z.array(node).optional();
  },
  get additionalProperties() {
    return z.union([z.boolean(), node]).optional();
  },
});

type Node = z.output<typeof node>;

const heading = `# The profile of an old portal

Every key of \`old-portals.yaml\`, below the name of a portal. Made from the schema that the gateway checks the file with:
\`npm run migration -- schema old-portals --markdown > docs/old-portal-profile.md\`. How to come by the values:
[bring your own portal](bring-your-own-portal.md).

| key | what it is | default | |
| --- | --- | --- | --- |
`;

/** @returns Markdown, formatted as every file here is */
export async function profileReference(): Promise<string> {
  const { additionalProperties: portal } = node.parse(oldPortalsJsonSchema());
  if (typeof portal !== 'object') throw new Error('the schema describes no portal');
  const rows = rowsOf(portal, '').map((cells) => `| ${cells.map(cell).join(' | ')} |`);
  return format(heading + rows.join('\n'), { parser: 'markdown', printWidth: 120 });
}

function rowsOf(parent: Node, path: string): string[][] {
  const parts = [parent, ...(parent.anyOf ?? [])];
  return parts.flatMap(({ properties = {}, required = [] }) =>
    Object.entries(properties).flatMap(([name, value]) => {
      const key = path === '' ? name : `${path}.${name}`;
      const needed = required.includes(name) && value.default === undefined ? 'needed' : defaultOf(value);
      return [[`\`${key}\``, kindOf(value), needed, value.description ?? ''], ...rowsOf(value, key)];
    }),
  );
}

function defaultOf({ default: value }: Node): string {
  if (value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0))
    return '';
  return `\`${Array.isArray(value) ? value.join(', ') : typeof value === 'string' ? value : JSON.stringify(value)}\``;
}

function kindOf({ type, enum: words, pattern, items, anyOf, additionalProperties }: Node): string {
  if (words !== undefined) return words.map((word) => `\`${String(word)}\``).join(', ');
  if (anyOf !== undefined) return anyOf.map(kindOf).join(' or ');
  if (type === 'array') return `list of ${items?.enum === undefined ? kindOf(items ?? {}) : 'words'}`;
  if (pattern?.includes('ms|s|m|h|d') === true) return 'duration, such as `30s`';
  if (type === 'object') return typeof additionalProperties === 'object' ? 'name → text' : 'keys below';
  return { string: 'text', boolean: '`true`, `false`', integer: 'number' }[type ?? 'string'] ?? 'text';
}

/** A bar would end the cell, and an angle begin a tag where it does not stand in a code. */
function cell(text: string): string {
  const parts = text.replaceAll('|', '\\|').replace(/\s+/g, ' ').split('`');
  return parts.map((part, i) => (i % 2 === 0 ? part.replaceAll('<', '\\<') : part)).join('`');
}
