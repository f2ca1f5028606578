import { z } from 'zod';
import { checkFact, type Format } from '../../facts/extractor.ts';
import { durationBetween } from '../../yaml-file/duration.schema.ts';
import { cookieName } from './cookie-name.schema.ts';

const path = z.string().regex(/^\/[^\s?#]*$/, 'must be a path such as /signin; its query stands beside it');
const target = z
  .string()
  .regex(/^\/[^\s#]*$/, 'must be a path, with or without query, such as /index.php?_route=profile');

const placeSchema = z.strictObject({
  path: path.describe('Path, as the browser sees it.'),
  query: z
    .record(z.string(), z.string())
    .default({})
    .describe('Parameters of the query that belong to it, whatever else is there.'),
});

const customerSchema = z.strictObject({
  id: z.string().describe("What the portal knows the customer by: a number of theirs, not one of the session's."),
  email: z.string().optional().describe('E-mail address; absent: not known.'),
  name: z.string().optional().describe('Name to be greeted by; absent: not known.'),
  language: z.string().optional().describe('`et`, `et-EE` or whatever `map(…)` makes one of.'),
  segment: z.string().optional().describe('Cohort for canaries, such as `employees`.'),
});

const whoIsSchema = z
  .strictObject({
    get: target.describe(
      'A page or resource, as the browser sees it, that says who is signed in; an existing one will do.',
    ),
    format: z
      .enum(['html', 'json'])
      .default('html')
      .describe(
        'How it is read: places are CSS selectors with @attribute, or JSONPath, with the pipes of parity rules.',
      ),
    customer: customerSchema.describe(
      'Where the customer is found. Each must match exactly once, in a place that customers cannot write to.',
    ),
    ids: z
      .enum(['own', 'shared'])
      .default('own')
      .describe(
        '`own`: its ids mean something in this portal alone, and the new side sees them as `<portal>:<id>`. `shared`: they are the ones the new side has for the same customers.',
      ),
    nobody: z
      .strictObject({
        status: z.array(z.int().min(300).max(499)).default([401, 403]).describe('Statuses that mean it.'),
        redirect: z
          .array(path)
          .default([])
          .describe('Paths it sends those who are not signed in to, besides that of `signIn`.'),
        has: z.string().optional().describe('A place that only the page of somebody who is not signed in has.'),
      })
      .prefault({})
      .describe('How it says that nobody is signed in. Whatever is neither this nor a customer is not understood.'),
    timeout: durationBetween('100ms', '30s').prefault('3s').describe('How long it may take.'),
    mayProlong: durationBetween('0ms', '24h')
      .optional()
      .describe(
        'How long asking may keep an old session alive that the customer does not use: after this without a page asked for by hand, requests such as polling do not ask any more. Absent: as long as `idle`.',
      ),
    trustedThroughOutage: durationBetween('0ms', '24h')
      .prefault('10m')
      .describe('How long the last answer stands while the portal does not answer at all.'),
  })
  .superRefine(({ format, customer, nobody }, context) => {
    const places = { ...pathsOf(customer, ['customer']), ...pathsOf({ has: nobody.has }, ['nobody']) };
    for (const [place, at] of Object.values(places)) check(format, place, at, context);
  })
  .optional()
  .describe('How the gateway finds out who is signed in at the portal; absent: it never asks, and recognises nobody.');

export const sessionSchema = z
  .strictObject({
    cookies: z
      .array(cookieName)
      .min(1, 'needs at least one cookie')
      .describe(
        'All cookies that make or keep a session, kept together: also those that remember somebody for longer. A browser without any of them is nobody. A narrow Path of theirs is widened, so that new pages see them, too.',
      ),
    idle: durationBetween('1m', '30d')
      .prefault('30m')
      .describe('After this without a request the portal ends a session.'),
    static: z
      .array(path)
      .default([])
      .describe('Paths, with everything below, whose requests can change nobody’s session: images, styles, scripts.'),
    signIn: placeSchema.optional().describe('Where the portal signs customers in itself.'),
    signOut: placeSchema
      .extend({ method: z.enum(['GET', 'POST']).default('GET').describe('How the portal expects to be asked.') })
      .optional()
      .describe(
        'What ends a session; the gateway asks it, too, with all the cookies, when somebody signs out elsewhere.',
      ),
    whoIs: whoIsSchema,
  })
  .optional()
  .describe('Sessions of the portal; absent: it has none, and is the same for everybody.');

function pathsOf(
  places: Readonly<Record<string, string | undefined>>,
  parent: readonly string[],
): Record<string, [place: string, at: string[]]> {
  return Object.fromEntries(
    Object.entries(places).flatMap(([name, place]) =>
      place === undefined ? [] : [[name, [place, [...parent, name]]]],
    ),
  );
}

function check(format: Format, place: string, path: string[], context: z.RefinementCtx): void {
  try {
    checkFact(format, place);
  } catch (error) {
    context.addIssue({ code: 'custom', path, message: error instanceof Error ? error.message : 'cannot be read' });
  }
}
