export { type Answer, nonconformities, type Trial } from './conformance.ts';
