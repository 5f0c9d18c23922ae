import { AuditVerifier } from '../audit/audit-verifier.api.ts';
import { AuditModule } from '../audit/audit.module.ts';
import { runCommand } from './command.ts';

// `npm run audit:verify [-- <mark> …]`: reads the whole trail. Ends with 1 when something in it is not as it was
// written, or when it lacks one of the marks, which an earlier run printed.
await runCommand([AuditModule], async (context) => {
  const { chains, events, findings, marks } = await context.get(AuditVerifier).verify(process.argv.slice(2));
  for (const { chainId, sequence, finding } of findings) process.stdout.write(`${chainId} ${sequence}: ${finding}\n`);
  for (const mark of marks) process.stdout.write(`mark ${mark}\n`);
  process.stdout.write(`${events} events in ${chains} chains, ${findings.length} findings\n`);
  return findings.length === 0 ? 0 : 1;
});
