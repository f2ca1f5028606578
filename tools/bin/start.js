import { run } from './bootstrap.js';

run('tools/stack/start.ts', process.argv.slice(2));
