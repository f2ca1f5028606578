/** Loads each of the given files of a folder, one after the other: `load-all.js <folder> <file>…` */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, ...files] = process.argv.slice(2);
for (const file of files) await import(pathToFileURL(join(folder, file)).href);
process.exit(0);
