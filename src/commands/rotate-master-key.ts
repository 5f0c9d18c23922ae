import { sealedColumns } from '../sealed-columns.ts';
import { MasterKeyRotation } from '../sealing/master-key-rotation.api.ts';
import { RotationRefused } from '../sealing/rotation-refused.api.ts';
import { SealingModule } from '../sealing/sealing.module.ts';
import { runCommand } from './command.ts';

// `npm run rotate-master-key`: replaces the master key, with or without a running service. After an interruption, run
// it again and it continues.
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
