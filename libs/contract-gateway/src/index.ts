export { type SessionDocument } from './session.ts';
