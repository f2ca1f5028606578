/** `npm run trace -- <reference>`: everything about one request, by the reference of the customer's error page. */
import { command, runCommand } from '@wellspring/command';
import { logAnswer } from './answers.ts';
import { answerOf, asked, type Connection, pinpointClient, print } from './asking.ts';
import { linesInWords } from './readable.ts';

const program = asked(command('trace', 'Shows a whole request across all services, in order of time.'))
  .argument('<reference>', 'as an error page shows it')
  .action(async (reference: string, { json, ...connection }: Connection) => {
    const answer = await answerOf(pinpointClient(connection).get(`/references/${encodeURIComponent(reference)}`));
    if (json === true) print(answer);
    else console.log(linesInWords(logAnswer.parse(answer)));
  });

await runCommand(program);
