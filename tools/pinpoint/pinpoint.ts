/** `npm run pinpoint`: what hurts, who is to blame and what to do. */
import { setTimeout as delay } from 'node:timers/promises';
import { command, runCommand } from '@wellspring/command';
import { nowAnswer } from './answers.ts';
import { answerOf, asked, type Connection, pinpointClient, print } from './asking.ts';
import { nowInWords } from './readable.ts';

const everyMs = 1_000;

const program = asked(command('pinpoint', 'Says what hurts, who is to blame and what to do.'))
  .option('--watch', 'go on, whenever something changes', false)
  .action(async ({ json, watch, ...connection }: Connection & { watch: boolean }) => {
    const client = pinpointClient(connection);
    let said = '';
    do {
      const answer = await answerOf(client.get('/now'));
      const now = nowAnswer.parse(answer);
      const what = JSON.stringify(now.incidents.map(({ state, diagnosis }) => [state, diagnosis.headline]));
      if (what !== said) {
        if (json === true) print(answer);
        else console.log(nowInWords(now));
      }
      said = what;
      if (watch) await delay(everyMs);
    } while (watch);
  });

await runCommand(program);
