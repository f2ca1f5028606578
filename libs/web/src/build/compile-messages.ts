/** Messages are parsed when the pages are built: the parser is a tenth of what a phone would have to load first. */
import { pathToFileURL } from 'node:url';
import { parse } from '@formatjs/icu-messageformat-parser';

interface CompileMessages {
  name: string;
  config: () => { resolve: { alias: { find: RegExp; replacement: string }[] } };
  load: (id: string) => Promise<string | undefined>;
}

/** @param catalogues files that export one object of messages each, named as the file: `et.ts` exports `et`. */
export function compileMessages(catalogues: RegExp): CompileMessages {
  return {
    name: 'compile-messages',
    config: () => ({
      resolve: {
        alias: [
          {
            find: /^@formatjs\/icu-messageformat-parser$/,
            replacement: '@formatjs/icu-messageformat-parser/no-parser.js',
          },
        ],
      },
    }),
    load: async (id) => {
      const [, name] = catalogues.exec(id) ?? [];
      if (name === undefined) return undefined;
      const exported = (await import(pathToFileURL(id).href)) as Record<string, Record<string, string>>;
      return `export const ${name} = ${JSON.stringify(compiled(exported[name] ?? {}))};`;
    },
  };
}

function compiled(messages: Record<string, string>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(messages).map(([key, message]) => [
      key,
      message.includes('{') ? parse(message, { captureLocation: false, ignoreTag: true }) : message,
    ]),
  );
}
