import { AuditVerifier } from '../audit/audit.api.ts';
import { AuditModule } from '../audit/audit.module.ts';
import { runCommand } from './command.ts';

// `npm run audit:verify`: reads the whole trail; ends with 1 when something in it is not as it was written.
await runCommand([AuditModule], async (context) => {
  const { chains, events, findings } = await context.get(AuditVerifier).verify();
  for (const { chainId, sequence, finding } of findings) process.stdout.write(`${chainId} ${sequence}: ${finding}\n`);
  process.stdout.write(`${events} events in ${chains} chains, ${findings.length} findings\n`);
  return findings.length === 0 ? 0 : 1;
});
