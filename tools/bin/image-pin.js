import { run } from './bootstrap.js';

run('tools/image/pin-base.ts', process.argv.slice(2));
