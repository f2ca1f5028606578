export { Sealer } from './sealer.ts';
export { sealingKeys } from './sealing-keys.ts';
