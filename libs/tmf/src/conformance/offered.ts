import { z } from 'zod';

/** As much of an OpenAPI document as is tried here. */
const openApi = z.object({
  paths: z.record(
    z.string(),
    z.object({
      get: z
        .object({
          operationId: z.string(),
          parameters: z.array(z.object({ in: z.string(), name: z.string(), description: z.string() })),
        })
        .optional(),
    }),
  ),
  components: z.object({
    schemas: z.record(z.string(), z.object({ required: z.array(z.string()).default([]) })),
  }),
});

/** A collection as its service describes it. */
export interface OfferedCollection {
  readonly type: string;
  /** Below the base path: `/customerBill`. */
  readonly path: string;
  readonly required: readonly string[];
  /** What can be filtered by, with the operators. */
  readonly filters: ReadonlyMap<string, readonly string[]>;
}

const notFilters = new Set(['fields', 'offset', 'limit', 'after', 'sort']);

/** The collections in an OpenAPI document. @throws ZodError when it is none of ours */
export function offeredIn(document: unknown): OfferedCollection[] {
  const { paths, components } = openApi.parse(document);
  return Object.entries(paths).flatMap(([path, { get }]) => {
    const type = /^list(\w+)$/.exec(get?.operationId ?? '')?.[1];
    if (get === undefined || type === undefined) return [];
    const filters = get.parameters.flatMap(({ name, description }): [string, string[]][] => {
      const operators = /^Operators: ([\w, ]+)/.exec(description)?.[1]?.split(', ');
      return notFilters.has(name) || operators === undefined ? [] : [[name, operators]];
    });
    return [{ type, path, required: components.schemas[type]?.required ?? [], filters: new Map(filters) }];
  });
}
