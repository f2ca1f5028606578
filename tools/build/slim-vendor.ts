/** Code of others as small as it gets: every process holds the text of what it loads in memory as long as it lives. */
import type { OutputChunk, Plugin } from 'rolldown';
import { minifySync } from 'rolldown/utils';

/**
 * Chunks of others lose blanks, comments and their source map; functions and classes keep their names, which logs and
 * stack traces show.
 */
export function slimVendor(isVendor: (chunk: OutputChunk) => boolean): Plugin {
  return {
    name: 'slim-vendor',
    generateBundle(_options, bundle) {
      for (const output of Object.values(bundle)) {
        if (output.type !== 'chunk') continue;
        if (isVendor(output)) {
          output.code = minified(output);
          Reflect.deleteProperty(bundle, `${output.fileName}.map`);
        }
        output.code = escapeNonAscii(output.code);
      }
    },
  };
}

function minified({ fileName, code }: OutputChunk): string {
  const keepNames = { function: true, class: true };
  const result = minifySync(fileName, code, {
    module: true,
    compress: { keepNames },
    mangle: { toplevel: true, keepNames },
    codegen: { removeWhitespace: true, legalComments: 'none' },
  });
  if (result.errors.length > 0) throw new Error(`${fileName} cannot be minified`, { cause: result.errors });
  return result.code;
}

/** One character outside of Latin-1 and V8 keeps all of a file with two bytes a character. */
function escapeNonAscii(code: string): string {
  return code.replaceAll(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
