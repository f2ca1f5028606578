import { run } from './bootstrap.js';

run('tools/image/lock.ts', process.argv.slice(2));
