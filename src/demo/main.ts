import { Demo } from './demo.ts';
import { startEmulatedInstance } from './emulated-instance.ts';
import { missingForSshd } from './sshd/requirements.ts';
import { startSshdInstance } from './sshd-instance.ts';
import { tellStory } from './story.ts';

const flags = new Set(process.argv.slice(2));
const unknown = [...flags].filter((flag) => flag !== '--check' && flag !== '--sshd');
if (unknown.length > 0) fail(`unknown: ${unknown.join(' ')}; there are --check and --sshd`);
const missing = flags.has('--sshd') ? missingForSshd() : undefined;
if (missing) fail(`--sshd needs ${missing}`);

const startInstance = flags.has('--sshd') ? startSshdInstance : startEmulatedInstance;
await new Demo({ check: flags.has('--check'), startInstance, story: tellStory }).run();

function fail(complaint: string): never {
  process.stderr.write(`${complaint}\n`);
  process.exit(2);
}
