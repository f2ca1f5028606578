import { run } from './bootstrap.js';

run('tools/migration/migration.ts', process.argv.slice(2));
