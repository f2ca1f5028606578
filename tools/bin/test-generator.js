import { run } from './bootstrap.js';

run('tools/generators/run-tests.ts', process.argv.slice(2));
