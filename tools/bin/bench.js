import { run } from './bootstrap.js';

run('tools/bench/bench.ts', process.argv.slice(2));
