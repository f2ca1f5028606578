import { z } from 'zod';

const hostPattern = /^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/;

const host = z
  .string()
  .regex(hostPattern, 'must be the name of a host, with or without port, such as old.internal:8080');

const basePath = z
  .string()
  .regex(/^\/(?:[^\s?#%;\\/]+(?:\/[^\s?#%;\\/]+)*)?$/, 'must be a path such as /selfcare, without a slash at its end');

export const hostSchema = host
  .default('public')
  .describe(
    'What the portal is told that it is called (Host). `public`: the name browsers use; absolute links then lead through the gateway. `upstream`: the host of its address. Else a name, for a portal that answers to that alone.',
  );

export const ownNamesSchema = z
  .array(host)
  .default([])
  .describe(
    'Names the portal may call itself by, besides those of `addresses`, `host` and the public one: replaced by the public name in Location, Refresh, Content-Location and the Domain of cookies. Without a port, whatever the port.',
  );

export const pathSchema = z
  .strictObject({
    public: basePath.default('/').describe('Where browsers find the portal.'),
    here: basePath
      .optional()
      .describe('Where the portal itself believes it is; absent: the path of its addresses, which is the same thing.'),
  })
  .prefault({})
  .describe(
    'Base path on both sides: replaced in the path of requests, and back again in Location, Refresh, Content-Location and the Path of cookies. Links inside pages are not touched.',
  );

export const pathReadingSchema = z
  .strictObject({
    ignoresCase: z.boolean().default(true).describe('/Invoices is /invoices: Windows, IIS, ASP.NET.'),
    pathParameters: z.boolean().default(true).describe('/invoices;x=1 is /invoices: servlet containers.'),
    trailingDots: z.boolean().default(true).describe('/invoices. and a blank at the end are /invoices: Windows.'),
    decodesTwice: z.boolean().default(true).describe('/%2569nvoices is /invoices.'),
  })
  .prefault({})
  .describe(
    'Which spellings of a path the portal takes for the same page. `retired` and `deny` hold in all of them, so `false` is for what is known to be another page or none.',
  );

export const charsetSchema = z
  .string()
  .refine(isCharset, 'must be a charset that browsers know, such as windows-1257')
  .optional()
  .describe('Of pages that do not say it themselves, neither in Content-Type nor in <meta>; absent: utf-8.');

function isCharset(label: string): boolean {
  try {
    new TextDecoder(label);
    return true;
  } catch {
    return false;
  }
}
