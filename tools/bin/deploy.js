import { run } from './bootstrap.js';

run('tools/deploy/main.ts', process.argv.slice(2));
