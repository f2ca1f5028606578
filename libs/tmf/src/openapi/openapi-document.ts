import { z } from 'zod';
import type { ResourceCreation, ResourceChange } from '../routes/writes.ts';
import { apiOf, type Resource } from '../query/resource.ts';

type Json = Record<string, unknown>;

/** What is offered of a resource, with the forms of what may be sent. */
export interface OfferedResource {
  readonly resource: Resource;
  readonly creation?: ResourceCreation | undefined;
  readonly change?: ResourceChange | undefined;
  readonly isRemovable: boolean;
}

/** OpenAPI 3.1 document of what a service offers below one base path; from the declarations the routes are made of. */
export function openApiDocument(base: string, offered: readonly OfferedResource[]): Json {
  return {
    openapi: '3.1.0',
    info: { title: apiOf(base), version: base.split('/').at(-1) ?? '' },
    servers: [{ url: base }],
    paths: Object.fromEntries(offered.flatMap((one) => pathsOf(base, one))),
    components: {
      schemas: {
        ...Object.fromEntries(offered.flatMap(schemasOf)),
        Error: errorSchema,
      },
      securitySchemes: { machine: machineScheme(offered) },
    },
  };
}

/** Customers come with a session at the gateway; other systems get a token for the scopes they need. */
function machineScheme(offered: readonly OfferedResource[]): Json {
  const named = offered.flatMap(({ resource: { type, scopes } }) => [
    ...(scopes.readAll === undefined ? [] : [[scopes.readAll, `Reads every ${type}`]]),
    ...(scopes.write === undefined ? [] : [[scopes.write, `Writes ${type}`]]),
  ]);
  const flows = { clientCredentials: { tokenUrl: '/identity/token', scopes: Object.fromEntries(named) as Json } };
  return { type: 'oauth2', flows };
}

function pathsOf(base: string, one: OfferedResource): [string, Json][] {
  const { resource, creation, change, isRemovable } = one;
  const collection = resource.path.slice(base.length);
  const schema = reference(resource.type);
  return [
    [
      collection,
      {
        get: {
          operationId: `list${resource.type}`,
          parameters: listParameters(resource),
          responses: {
            200: answer('All there are', { type: 'array', items: schema }),
            206: answer('A part of them', { type: 'array', items: schema }),
            ...refusals(400, 401),
          },
        },
        ...(creation && {
          post: {
            operationId: `create${resource.type}`,
            parameters: [parameter('header', 'Idempotency-Key', true, 'What is sent twice is created once')],
            requestBody: body('application/json', reference(`${resource.type}_Create`)),
            responses: {
              [creation.status ?? 201]: answer('Created, or taken in', schema),
              ...refusals(400, 401, 403, 409, 422),
            },
          },
        }),
      },
    ],
    [
      `${collection}/{id}`,
      {
        parameters: [parameter('path', 'id', true, 'Identifier')],
        get: {
          operationId: `retrieve${resource.type}`,
          parameters: [fieldsParameter],
          responses: { 200: answer('The resource', schema), ...refusals(400, 401, 404) },
        },
        ...(change && {
          patch: {
            operationId: `patch${resource.type}`,
            parameters: [ifMatchParameter],
            requestBody: body('application/merge-patch+json', reference(`${resource.type}_Update`)),
            responses: { 200: answer('As it is then', schema), ...refusals(400, 401, 403, 404, 412) },
          },
        }),
        ...(isRemovable && {
          delete: {
            operationId: `delete${resource.type}`,
            parameters: [ifMatchParameter],
            responses: { 204: { description: 'Removed' }, ...refusals(401, 403, 404, 412) },
          },
        }),
      },
    ],
  ];
}

function schemasOf({ resource, creation, change }: OfferedResource): [string, Json][] {
  return [
    [resource.type, schemaOf(resource.document, 'output')],
    ...(creation ? [[`${resource.type}_Create`, schemaOf(creation.input, 'input')] satisfies [string, Json]] : []),
    ...(change ? [[`${resource.type}_Update`, schemaOf(change.input, 'input')] satisfies [string, Json]] : []),
  ];
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const described = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return Object.fromEntries(Object.entries(described).filter(([key]) => key !== '$schema'));
}

function listParameters(resource: Resource): Json[] {
  const filters = Object.entries(resource.filters).map(([name, { operators: allowed, rule }]) =>
    parameter(
      'query',
      name,
      false,
      [`Operators: ${allowed.join(', ')}`, ...(rule === undefined ? [] : [rule])].join('; '),
    ),
  );
  const page = [
    parameter('query', 'offset', false, 'How many to pass over', { type: 'integer', minimum: 0, default: 0 }),
    parameter('query', 'limit', false, 'How many at most', {
      type: 'integer',
      minimum: 1,
      maximum: resource.maxLimit,
      default: resource.defaultLimit,
    }),
    parameter('query', 'after', false, 'From the link to the next page'),
  ];
  const sorts = Object.keys(resource.sorts);
  const sort = parameter('query', 'sort', false, `Of ${sorts.join(', ')}; with - in front the last first`);
  return [fieldsParameter, ...page, ...(sorts.length > 0 ? [sort] : []), ...filters];
}

const fieldsParameter = parameter('query', 'fields', false, 'Attributes to give, by path; none: only id and href');
const ifMatchParameter = parameter('header', 'If-Match', false, 'ETag of what the client has seen');

function parameter(
  place: string,
  name: string,
  required: boolean,
  description: string,
  schema: Json = { type: 'string' },
): Json {
  return { in: place, name, required, description, schema };
}

function reference(name: string): Json {
  return { $ref: `#/components/schemas/${name}` };
}

function body(type: string, schema: Json): Json {
  return { required: true, content: { [type]: { schema } } };
}

function answer(description: string, schema: Json): Json {
  return { description, content: { 'application/json': { schema } } };
}

function refusals(...statuses: number[]): Json {
  return Object.fromEntries(statuses.map((status) => [status, answer(reasons[status] ?? '', reference('Error'))]));
}

const reasons: Readonly<Record<number, string>> = {
  400: 'A parameter or attribute breaks a rule, which is named',
  401: 'No token, or one that is not good',
  403: 'The token does not carry the scope',
  404: 'No such resource, or not the caller’s',
  409: 'The state of things does not allow it',
  412: 'It has changed since the client has seen it',
  422: 'Understood, and cannot be done',
};

const errorSchema: Json = {
  type: 'object',
  required: ['code', 'reason', 'status', '@type'],
  properties: {
    code: { type: 'string' },
    reason: { type: 'string' },
    message: { type: 'string' },
    status: { type: 'string' },
    referenceError: { type: 'string' },
    traceId: { type: 'string' },
    '@type': { const: 'Error' },
  },
};
