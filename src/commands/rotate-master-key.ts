import { sealedColumns } from '../sealed-columns.ts';
import { MasterKeyRotation, RotationRefused } from '../sealing/master-key-rotation.api.ts';
import { SealingModule } from '../sealing/sealing.module.ts';
import { runCommand } from './command.ts';

// `npm run rotate-master-key`: puts another master key in the place of the present one, beside a running service or without one. When it
// was interrupted, it is run again and goes on.
await runCommand([SealingModule], async (context) => {
  const say = (step: string) => void process.stdout.write(`${step}\n`);
  try {
    await context.get(MasterKeyRotation).run(sealedColumns, say);
    return 0;
  } catch (error) {
    if (!(error instanceof RotationRefused)) throw error;
    say(error.message);
    return 1;
  }
});
