import type { PublishedEvent } from '../events/event-types.api.ts';
import { Events } from '../events/events.api.ts';
import type { SystemEvent } from '../rotation/system-event.api.ts';
import { EventsModule } from '../events/events.module.ts';
import { runCommand } from './command.ts';

const shown = 1_000;

// `npm run events [-- CRITICAL]`: prints the system events of the last 90 days, at most 1,000, the latest last; those
// of one level when it is named.
await runCommand([EventsModule], async (context) => {
  const level = process.argv[2] as SystemEvent['level'] | undefined;
  const history = await context.get(Events).history({ kind: 'SystemEvent', ...(level && { level }) }, shown);
  for (const event of history.reverse()) process.stdout.write(`${lineOf(event)}\n`);
  return 0;
});

function lineOf({ at, fact: { level, name, resource, content } }: PublishedEvent<'SystemEvent'>): string {
  const { errorCode, errorMessage } = content.failureInfo ?? {};
  const failure = errorCode === undefined ? '' : ` ${errorCode}: ${errorMessage}`;
  return `${at.toISOString()} ${level} ${name} ${resource}${failure}`;
}
