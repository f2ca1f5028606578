import { run } from './bootstrap.js';

run('tools/image/base/build.ts', process.argv.slice(2));
