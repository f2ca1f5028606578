/**
 * `npm run bench:gateway`: beside other proxies; with `-- --rollback` how soon a guardrail takes a capability back; with
 * `-- --shadow` what the shadow costs the customer. Each says in its own file what else it takes.
 */
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  strict: false,
  options: { rollback: { type: 'boolean' }, shadow: { type: 'boolean' } },
});
if (values.rollback === true) await import('./rollback.ts');
else if (values.shadow === true) await import('./shadow.ts');
else await import('./beside-others.ts');
