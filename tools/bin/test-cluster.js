import { run } from './bootstrap.js';

run('tools/cluster/test-cluster.ts', process.argv.slice(2));
