import { runCommand } from '../../src/commands/command.ts';
import { sealedColumns } from '../../src/sealed-columns.ts';
import { MasterKeyRotation } from '../../src/sealing/master-key-rotation.api.ts';
import { SealingModule } from '../../src/sealing/sealing.module.ts';

// `rotate-master-key`, killed after the first step that is not among the arguments, which are steps it survives.
const survived = process.argv.slice(2);
await runCommand([SealingModule], async (context) => {
  await context.get(MasterKeyRotation).run(sealedColumns, (step) => {
    process.stdout.write(`${step}\n`);
    if (!survived.includes(step)) process.kill(process.pid, 'SIGKILL');
  });
  return 0;
});
