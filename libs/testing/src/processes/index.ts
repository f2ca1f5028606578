export { endsWithUs } from './guard.ts';
