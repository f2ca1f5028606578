import { run } from './bootstrap.js';

run('tools/cluster/set-up.ts', process.argv.slice(2));
