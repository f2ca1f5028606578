export { freePort, isFree } from './free-port.ts';
export { endsWithUs, guard } from './guard.ts';
