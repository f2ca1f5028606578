import { run } from './bootstrap.js';

run('tools/image/bench/delivery.ts', process.argv.slice(2));
