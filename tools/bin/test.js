import { run } from './bootstrap.js';

run('tools/check/test.ts', process.argv.slice(2));
