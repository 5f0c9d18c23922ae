// Checks what only a built service shows: ssh2 has its native binding, and dist/src/main.js boots, answers and stops
// with status 0.
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const { bindingAvailable } = createRequire(import.meta.url)('ssh2/lib/protocol/crypto.js');
if (!bindingAvailable) fail('ssh2 has no native binding: install a C++ compiler and run `npm rebuild ssh2`');

const limitMs = 120_000;
const directory = mkdtempSync(join(tmpdir(), 'sallyport-check-'));
chmodSync(directory, 0o711);
const service = spawn(process.execPath, ['dist/src/main.js'], {
  env: {
    PATH: process.env.PATH,
    SALLYPORT_DATA_DIR: join(directory, 'data'),
    SALLYPORT_HTTP_LISTEN: '127.0.0.1:0',
    SALLYPORT_SSH_LISTEN: '127.0.0.1:0',
    SALLYPORT_LOG_LEVEL: 'warn',
  },
  stdio: ['ignore', 'pipe', 'inherit'],
});
const timer = setTimeout(() => service.kill('SIGKILL'), limitMs);

try {
  const url = `http://${await readyAddress()}`;
  const { AccessKeyId, AccessKeySecret } = JSON.parse(
    readFileSync(join(directory, 'data', 'root-access-key.json'), 'utf8'),
  );
  const authorization = `Basic ${Buffer.from(`${AccessKeyId}:${AccessKeySecret}`).toString('base64')}`;
  const answer = await fetch(`${url}/kms/keys`, { headers: { authorization } });
  if (answer.status !== 200) fail(`GET /kms/keys answered ${answer.status}: ${await answer.text()}`);
  service.kill('SIGTERM');
  const status = await new Promise((resolve) => service.once('exit', (code, signal) => resolve(code ?? signal)));
  if (status !== 0) fail(`SIGTERM ended the service with ${status}, not with 0`);
  process.stdout.write('the built service boots, answers and stops\n');
} finally {
  clearTimeout(timer);
  service.kill('SIGKILL');
  rmSync(directory, { recursive: true, force: true });
}

async function readyAddress() {
  let output = '';
  for await (const chunk of service.stdout) {
    output += chunk;
    const ready = /^ready http=(\S+) ssh=\S+$/m.exec(output);
    if (ready) return ready[1];
  }
  return fail('the service ended before it was ready');
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
