export { freePort, isFree } from './free-port.ts';
export { endsWithUs } from './guard.ts';
