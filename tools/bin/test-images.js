import { run } from './bootstrap.js';

run('tools/image/run-tests.ts', process.argv.slice(2));
