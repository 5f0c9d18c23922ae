import { Redacted } from '../../src/common/redacted.ts';
import { startEmulatedWindowsInstance, type EmulatedWindowsInstance } from './emulated-windows-instance.ts';
import { OpensshClient } from '../../src/demo/openssh-client.ts';
import { describeWithPrograms } from '../support/requirements.ts';

const password = new Redacted('some-Passw0rd');

describeWithPrograms(['ssh'], 'An emulated Windows instance', () => {
  let target: EmulatedWindowsInstance;
  let client: OpensshClient;

  beforeAll(async () => {
    client = await OpensshClient.create();
    target = await startEmulatedWindowsInstance({
      name: 'WIN-01',
      users: [
        { name: 'Administrator', password },
        { name: 'ops', password },
      ],
      policy: { history: 2 },
    });
  });
  afterAll(async () => {
    await target.stop();
    await client.close();
  });

  const login = (user = 'Administrator', secret = password) => ({ port: target.port, user, password: secret });

  /** Runs a script as an encoded command; returns the exit code and both outputs. */
  async function run(script: string, { user = 'Administrator', input = '' } = {}) {
    const command = `powershell -NoProfile -NonInteractive -OutputFormat Text -EncodedCommand ${encode(script)}`;
    const { status, stdout, stderr } = await client.ssh(login(user), command, { input });
    return { status, stdout: stdout.toString(), stderr };
  }

  const setPassword = (name: string, text: string, preference = 'Stop') =>
    run(`
$ErrorActionPreference = '${preference}'
$user = '${name}'
$password = '${text}'
$secure = [Net.NetworkCredential]::new('', $password).SecurePassword
try { Set-LocalUser -Name $user -Password $secure } catch {
  switch -Wildcard ($_.FullyQualifiedErrorId) { 'UserNotFound,*' { exit 11 }; 'InvalidPassword,*' { exit 12 } }
  throw
}`);

  it('calls itself emulated in its SSH version and to those who request a shell', async () => {
    const { stderr } = await client.ssh(login(), 'whoami', { flags: ['-v'] });
    expect(stderr).toContain('remote software version Sallyport_emulated_Windows_instance');
    const { status, stdout } = await client.ssh(login(), '');
    expect([status, stdout.toString()]).toEqual([1, expect.stringContaining('Emulated Windows WIN-01')]);
  });

  it('logs users in under any spelling of their name, and only with their password', async () => {
    const statusAs = async (user: string, secret = password) => (await client.ssh(login(user, secret), 'x')).status;
    expect(await statusAs('ADMINISTRATOR')).toBe(1);
    expect(await statusAs('Administrator', new Redacted('another'))).toBe(255);
    expect(await statusAs('nobody')).toBe(255);
  });

  it.each([
    ['a command that is not PowerShell', "/bin/sh -c 'id'"],
    ['PowerShell in the clear', 'powershell -Command whoami'],
    [
      'PowerShell whose errors would be XML',
      `powershell -NoProfile -NonInteractive -EncodedCommand ${encode('whoami')}`,
    ],
    [
      'a command line that cmd.exe would cut off',
      `powershell -NoProfile -NonInteractive -OutputFormat Text -EncodedCommand ${'AAAA'.repeat(2_048)}`,
    ],
  ])('refuses %s', async (_what, command) => {
    const { status, stderr } = await client.ssh(login(), command);
    expect([status, stderr]).toEqual([1, expect.stringContaining('not known to this emulated Windows')]);
  });

  it.each([
    ['a cmdlet', 'Get-Process'],
    ['a known cmdlet with another parameter', "Write-Output 'x' -NoEnumerate"],
    [
      'a password that is not a SecureString',
      "$a = 'ops'\n$b = 'some-Passw0rd-2'\nSet-LocalUser -Name $a -Password $b",
    ],
    ['a block without an end', 'try { exit 3'],
    ['an end without a block', 'exit 3 }'],
    ['a string without an end', "Write-Output 'x"],
  ])('refuses %s that it does not know', async (_what, script) => {
    const { status, stderr } = await run(script);
    // OpenSSH's client exits with the last byte of the status.
    expect([status, stderr]).toEqual([9_009 % 256, expect.stringContaining('This emulated PowerShell')]);
  });

  it("catches a cmdlet's error only where errors stop", async () => {
    expect(await setPassword('nobody', 'some-Passw0rd-2')).toMatchObject({ status: 11 });
    expect(await setPassword('nobody', 'some-Passw0rd-2', 'Continue')).toMatchObject({
      status: 0,
      stderr: expect.stringContaining('User nobody was not found.'),
    });
  });

  it.each([
    ['short', 'aA1-'],
    ['without three kinds of characters', 'only-small-letters'],
    ['with the name of its user', 'x-OPS-Passw0rd'],
    ['that the user has', 'some-Passw0rd'],
  ])('accepts no password %s', async (_what, text) => {
    expect(await setPassword('ops', text)).toMatchObject({ status: 12 });
    expect((await client.ssh(login('ops'), 'x')).status).toBe(1);
  });

  it('accepts a former password again once its history no longer contains it', async () => {
    expect(await setPassword('ops', 'first-Passw0rd')).toMatchObject({ status: 0 });
    expect(await setPassword('ops', 'some-Passw0rd')).toMatchObject({ status: 12 });
    expect(await setPassword('ops', 'second-Passw0rd')).toMatchObject({ status: 0 });
    expect(await setPassword('ops', 'some-Passw0rd')).toMatchObject({ status: 0 });
    expect((await client.ssh(login('ops'), 'x')).status).toBe(1);
  });

  it('cannot have two passwords for its management user', async () => {
    const users = [{ name: 'Administrator', password }];
    await expect(startEmulatedWindowsInstance({ users, management: 'password' })).rejects.toThrow('two passwords');
  });
});

function encode(script: string): string {
  return Buffer.from(script, 'utf16le').toString('base64');
}
