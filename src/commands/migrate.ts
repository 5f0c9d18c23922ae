import { DatabaseModule } from '../database/database.module.ts';
import { runCommand } from './command.ts';

// `npm run migration:run`: brings the database up to date without starting the service. Opening the database does it.
await runCommand([DatabaseModule], async () => 0);
