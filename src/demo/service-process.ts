/*
 * The service as the demo starts it. It ends when standard input does: the demo closes its end of the pipe, or the
 * kernel does because the demo was killed. We listen for that only when main.ts is ready, so that PostgreSQL is never
 * abandoned while it starts; an earlier end waits in the pipe.
 */

// The reader of the ready line may have ended already.
process.stdout.on('error', () => undefined);
await import('../main.ts');
process.stdin.once('end', () => process.kill(process.pid, 'SIGTERM')).resume();
