import { execFile } from 'node:child_process';
import { appendFile, cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

interface Rule {
  readonly name: string;
}

interface Report {
  readonly summary: { readonly violations: readonly { readonly rule: Rule; readonly from: string }[] };
}

/** At least one violation of each rule: the file that breaks the rule, and the import that it must not have. */
const violations: readonly (readonly [rule: string, file: string, imported: string])[] = [
  ['no-cycles', 'src/common/outage.ts', './planted-cycle.ts'],
  ['ssh2-stays-in-ssh', 'src/broker/broker.ts', 'ssh2'],
  ['ldapts-stays-in-directories', 'src/bastionhost/instances/auth-servers.ts', 'ldapts'],
  ['dial-by-pins', 'src/rotation/hosts/host-logins.ts', '../../ssh/remote-command.ts'],
  ['no-barrels', 'src/kms/kms.errors.ts', '../audit/index.ts'],
  ['doors-show-no-tables', 'src/bastionhost/open-sessions.api.ts', './sessions/session.entity.ts'],
  ['doors-show-no-tables', 'src/bastionhost/connection-permits.api.ts', './access/access.sql.ts'],
  ['ring-0', 'src/common/redacted.ts', '../database/coalescer.ts'],
  ['ring-1a', 'src/database/hot-pool.ts', '../sealing/sealing.api.ts'],
  ['ring-1a-sealing', 'src/sealing/aes-gcm.ts', '../audit/audit.api.ts'],
  ['ring-1b', 'src/host-keys/key-type.ts', '../audit/audit.api.ts'],
  ['ring-1b', 'src/events/outbox.ts', '../host-keys/host-keys.api.ts'],
  ['ring-1c', 'src/audit/audit-event.ts', '../identity/accounts/account.entity.ts'],
  ['ring-1d', 'src/guard/product-words.api.ts', '../kms/kms.errors.ts'],
  ['the-guard-keeps-the-trail', 'src/broker/broker-trail.ts', '../audit/audit.api.ts'],
  ['ring-2-cores', 'src/kms/keys/key-state.ts', '../../identity/accounts/account.entity.ts'],
  ['ring-2-cores', 'src/kms/secrets/secret-name.ts', '../../rotation/rotation.api.ts'],
  ['kms-keys-below-secrets', 'src/kms/keys/key-spec.ts', '../secrets/secret-name.ts'],
  ['kms-keys-below-secrets', 'src/kms/secrets/secret-draft.ts', '../tags/tag-rules.ts'],
  ['ring-3-rotation', 'src/rotation/rotation.api.ts', '../kms/secrets/secret.entity.ts'],
  ['ring-3-rotation', 'src/rotation/engine/rotation-worker.ts', '../../broker/broker.module.ts'],
  ['ring-3-broker', 'src/broker/outbound/no-connection.ts', '../../rotation/store/connect-lease-rows.ts'],
  ['rotation-inside', 'src/rotation/store/rotation-rows.ts', '../engine/judge-failure.ts'],
  ['rotation-inside', 'src/rotation/hosts/dialogue.ts', '../rotators/rotator.ts'],
  ['broker-login', 'src/broker/login/login-name.ts', '../session/session.ts'],
  ['broker-sessions', 'src/broker/session/session.ts', '../login/login-name.ts'],
  ['broker-relay', 'src/broker/relay/flow.ts', '../session/session.ts'],
  ['broker-relay-is-pure', 'src/broker/relay/flow.ts', 'node:net'],
  ['broker-relay-is-pure', 'src/broker/taps/byte-count.ts', '@nestjs/common'],
  ['broker-local', 'src/broker/local/program.ts', '../session/session.ts'],
  ['broker-policy-and-taps', 'src/broker/policy/standard-gate.ts', '../session/session.ts'],
  ['ring-4', 'src/gateway/xml.ts', '../database/hot-pool.ts'],
  ['ring-5', 'src/kms/operations/keys/list-keys.ts', '../../../gateway/pipeline.ts'],
  ['ring-5-ram', 'src/ram/operations/users/list-users.ts', '../../../kms/kms.api.ts'],
  ['ring-6', 'src/application.ts', './kms/secrets/secret-envelope.ts'],
  ['ring-6', 'src/catalogue.ts', './kms/operations/keys/list-keys.ts'],
  ['ring-6', 'src/commands/documents.ts', '../ecs/instances/instances.ts'],
  ['ring-6', 'src/health.controller.ts', './audit/audit-table.ts'],
  ['ring-6', 'src/main.ts', './bastionhost/hosts/hosts.ts'],
  ['operations-stand-alone', 'src/kms/operations/keys/enable-key.ts', './disable-key.ts'],
  ['operations-stand-alone', 'src/bastionhost/operations/users/get-user.ts', '../hosts/get-host.ts'],
  ['migrations-stand-alone', 'migrations/1795500002000-identity.ts', '../src/common/redacted.ts'],
  ['demo', 'src/demo/narrator.ts', '../identity/identity.api.ts'],
  ['nobody-imports-the-outside', 'src/kms/kms.module.ts', '../main.ts'],
];

const { forbidden } = createRequire(import.meta.url)(resolve('.dependency-cruiser.cjs')) as { forbidden: Rule[] };

async function cruise(directory: string): Promise<Report> {
  const cruiser = resolve('node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const output = await new Promise<string>((done) => {
    const args = [cruiser, 'src', 'migrations', '--config', '.dependency-cruiser.cjs', '--output-type', 'json'];
    execFile(process.execPath, args, { cwd: directory, maxBuffer: 2 ** 28 }, (_error, stdout) => done(stdout));
  });
  return JSON.parse(output) as Report;
}

describe('the import rules', () => {
  let directory: string;
  let report: Report;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'sallyport-boundaries-'));
    for (const name of ['src', 'migrations', '.dependency-cruiser.cjs', 'tsconfig.json', 'package.json']) {
      await cp(name, join(directory, name), { recursive: true });
    }
    await symlink(resolve('node_modules'), join(directory, 'node_modules'));
    await writeFile(join(directory, 'src/common/planted-cycle.ts'), "import './outage.ts';\n");
    await writeFile(join(directory, 'src/audit/index.ts'), 'export {};\n');
    for (const [, file, imported] of violations) {
      await appendFile(join(directory, file), `import '${imported}';\n`);
    }
    report = await cruise(directory);
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  it('are each shown to catch a planted violation', () => {
    expect(new Set(violations.map(([rule]) => rule))).toEqual(new Set(forbidden.map(({ name }) => name)));
  });

  it.each(violations)('%s catches what is planted in %s', (rule, file) => {
    expect(report.summary.violations).toContainEqual(
      expect.objectContaining({ from: file, rule: expect.objectContaining({ name: rule }) }),
    );
  });
});
