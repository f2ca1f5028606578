import { z } from 'zod';
import { durationBetween } from '../../yaml-file/duration.schema.ts';
import { pathPattern } from '../routing/path-pattern.ts';

export const pathSchema = z
  .string()
  .regex(
    pathPattern,
    'must be a path such as /invoices or /invoices/:no: no trailing slash, query, dot segments or blanks; % only before two hexadecimal digits, and * and : in front of a segment as %2A and %3A',
  )
  .describe('The path and everything below it; :name or * stands for any one segment.');

const upstream = z.string().min(1);

const values = z
  .record(z.string().min(1), z.string())
  .refine((given) => Object.keys(given).length > 0, 'needs at least one name');

/** Names of headers are the same in capitals. */
const headers = values.transform((given) =>
  Object.fromEntries(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value])),
);

const origin = z
  .string()
  .refine((text) => URL.parse(text)?.origin === text, 'must be an origin such as https://pay.bank.example');

const stickiness = z.union([
  z.enum(['none', 'customer']),
  z.strictObject({ cookie: z.array(z.string().min(1)).min(1) }),
]);

/** What a request must be like, and how it is dealt with. */
const common = {
  path: pathSchema,
  exact: z.boolean().default(false).describe('Match this very path and nothing below it.'),
  ignoreCase: z.boolean().default(false).describe('The words of the path are the same in capitals.'),
  methods: z
    .array(z.string().regex(/^[A-Z]+$/, 'must be a method in capitals'))
    .min(1)
    .optional()
    .describe('Only these methods; absent: all. GET is HEAD as well.'),
  query: values.optional().describe('Only with these parameters in the query, decoded; * stands for any value.'),
  headers: headers.optional().describe('Only with these headers; * stands for any value.'),
  cookies: values.optional().describe('Only with these cookies; * stands for any value.'),
  deny: z.literal(true).optional().describe('Nobody is let through, in whatever spelling.'),
  firstByte: durationBetween('100ms', '10m')
    .optional()
    .describe('How long an upstream may take until its answer begins, where that is not the usual.'),
  crossSite: z
    .array(origin)
    .min(1)
    .optional()
    .describe(
      'Origins of other sites whose pages may post here: a bank, 3-D Secure, SAML. The browser sends no session along.',
    ),
  authorization: z
    .enum(['pass', 'drop'])
    .optional()
    .describe('What becomes of an Authorization the browser sends; absent: as the upstream is declared.'),
  stickiness: stickiness.optional().describe('Which address of the upstream is asked; absent: as it is declared.'),
};

export const capabilityRouteSchema = z
  .strictObject({
    ...common,
    legacy: upstream.optional().describe('Upstream of the old side. Absent: the old side does not know this path.'),
    new: upstream.optional().describe('Upstream of the new side. Absent: the new side does not know this path.'),
    rewrite: z
      .strictObject({ legacy: pathSchema.optional(), new: pathSchema.optional() })
      .optional()
      .describe('The path a side has for this one; :name is filled in, and what stands below is kept.'),
  })
  .refine(
    (route) => (route.legacy !== undefined || route.new !== undefined) !== (route.deny === true),
    'needs an upstream (legacy, new or both), or deny: true',
  );

export const fixedRouteSchema = z
  .strictObject({
    ...common,
    upstream: upstream.optional().describe('Who answers, whatever the stage of any capability.'),
    rewrite: pathSchema.optional().describe('The path the upstream has for this one; :name is filled in.'),
  })
  .refine((route) => (route.upstream !== undefined) !== (route.deny === true), 'needs an upstream, or deny: true');

export type RouteDeclaration = z.output<typeof capabilityRouteSchema>;
export type FixedRouteDeclaration = z.output<typeof fixedRouteSchema>;
