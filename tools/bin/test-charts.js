import { run } from './bootstrap.js';

run('tools/cluster/test-charts.ts', process.argv.slice(2));
