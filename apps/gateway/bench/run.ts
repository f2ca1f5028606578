/** `npm run bench:gateway`: what the edge costs and how soon it acts. Each benchmark is a program of its own. */
import { command, runCommand } from '@wellspring/command';

const program = command(
  'bench:gateway',
  'What the edge costs and how soon it acts. Without a name: beside other proxies.\n' +
    'The options of each: npm run bench:gateway -- help <benchmark>',
).executableDir(import.meta.dirname);
program.command('others', 'beside other proxies', { executableFile: 'beside-others.ts' });
program.command('rollback', 'how soon a guardrail takes a capability back', { executableFile: 'rollback.ts' });
program.command('shadow', 'what the shadow costs the customer', { executableFile: 'shadow.ts' });
program.command('bound', 'what a session of an old portal costs it, and its customer', { executableFile: 'bound.ts' });
program.command('restarts', 'every service behind it restarts in turn, under load', {
  executableFile: 'restarts.ts',
});
program.command('soak', 'mixed load for as long as you like, with faults and changing stages', {
  executableFile: 'soak.ts',
});

await runCommand(program, { otherwise: 'others' });
