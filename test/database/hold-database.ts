import { EmbeddedPostgres } from '../../src/database/embedded-postgres.ts';

// A process that holds an embedded database and waits to be killed. Its argument is the data directory.
const server = await EmbeddedPostgres.start({ dataDir: process.argv[2] ?? '', durable: false });
process.stdout.write(`${server.pid}\n`);
process.stdin.resume();
