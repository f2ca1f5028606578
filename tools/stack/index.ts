export { build } from './build.ts';
export { defaultMigrationFile, demoPassword, devBrandFolder, operatorEmail } from './environment.ts';
export { startStack, type Stack, type StackOptions } from './stack.ts';
export type { RunningApp } from './app-process.ts';
export { readTopology, workspaceRoot, type App } from '../topology/topology.ts';
