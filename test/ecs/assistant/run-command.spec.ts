import { Redacted } from '../../../src/common/redacted.ts';
import { startEmulatedInstance, type EmulatedInstance } from '../../../src/demo/emulated-instance.ts';
import { startSshdInstance, type SshdInstance } from '../../../src/demo/sshd-instance.ts';
import { generateSshKeyPair, type SshKeyPair } from '../../../src/ssh/keys.ts';
import {
  startEmulatedWindowsInstance,
  type EmulatedWindowsInstance,
} from '../../emulated-windows/emulated-windows-instance.ts';
import { refusal, type Members } from '../../support/api-clients.ts';
import { busyboxServerPrograms, startBusyboxServer } from '../../support/busybox-server.ts';
import { eventually } from '../../support/eventually.ts';
import { describeWithSshd, describeWithSshdAnd } from '../../support/requirements.ts';
import { newAccount, region, type EcsAccount } from '../ecs-account.ts';

let ecs: EcsAccount;

beforeAll(async () => {
  ecs = await newAccount();
});

describe('RunCommand', () => {
  const password = new Redacted('the-password-of-ops');
  let target: EmulatedInstance;
  let instanceId: string;

  beforeAll(async () => {
    target = await startEmulatedInstance({ users: [{ name: 'ops', password, sudo: true }, { name: 'web' }] });
    instanceId = await ecs.registerTarget(target);
  });
  afterAll(() => target.stop());

  const command = (parameters: Members) =>
    ecs.call('RunCommand', {
      Type: 'RunShellScript',
      CommandContent: 'true',
      'InstanceId.1': instanceId,
      ...parameters,
    });

  describe('answers', () => {
    it('with the ids of the command and the invocation, before the command has ended', async () => {
      expect(await command({})).toEqual({
        RequestId: expect.any(String),
        CommandId: expect.stringMatching(/^c-[a-z0-9]{20}$/),
        InvokeId: expect.stringMatching(/^t-[a-z0-9]{20}$/),
      });
    });

    it('and runs plain text as well as Base64, as root in its home', async () => {
      const expected = { InvocationStatus: 'Success', ExitCode: 0, Username: 'root' };
      expect(await ecs.run(instanceId, 'whoami; pwd')).toMatchObject({
        ...expected,
        Output: expect.stringMatching(/^root\n\/.*\/root\n$/),
      });
      const encoded = Buffer.from('echo \'a "b"\' $HOME').toString('base64');
      expect(await ecs.run(instanceId, encoded, { ContentEncoding: 'Base64' })).toMatchObject({
        ...expected,
        Output: expect.stringMatching(/^a "b" \/.*\/root\n$/),
      });
    });

    it('and runs as the given user in the given folder', async () => {
      expect(await ecs.run(instanceId, 'whoami; pwd', { Username: 'web', WorkingDir: '/' })).toMatchObject({
        Output: 'web\n/\n',
        Username: 'web',
      });
    });

    it('and runs a script with the interpreter that it names', async () => {
      expect(await ecs.run(instanceId, '#!/usr/bin/awk -f\nBEGIN { print 1 + 1 }')).toMatchObject({ Output: '2\n' });
    });

    it('and reaches root through sudo where another user manages the instance', async () => {
      const management = { ManagementUserName: 'ops', ManagementPassword: password.reveal() };
      expect(await ecs.run(await ecs.registerTarget(target, management), 'whoami')).toMatchObject({ Output: 'root\n' });
    });

    it('and runs once for requests with one ClientToken', async () => {
      const first = await command({ ClientToken: 'once', CommandContent: 'date' });
      const again = await command({ ClientToken: 'once', CommandContent: 'date' });
      expect(again['InvokeId']).toBe(first['InvokeId']);
      expect(await refusal(command({ ClientToken: 'once', CommandContent: 'uptime' }))).toMatchObject({
        code: 'IdempotentParameterMismatch',
        status: 403,
      });
    });

    it('and leaves no file behind', async () => {
      await ecs.run(instanceId, 'sleep 0');
      const running = { RegionId: region, InvokeStatus: 'Running' };
      const isQuiet = async () => (await ecs.call('DescribeInvocations', running))['TotalCount'] === 0;
      await eventually('the commands of other tests have ended', isQuiet);
      expect(await ecs.run(instanceId, 'ls -A "${TMPDIR:-/tmp}" | wc -l')).toMatchObject({
        Output: expect.stringMatching(/^\s*1\n$/),
      });
    });
  });

  describe('refuses', () => {
    it.each<[string, Members]>([
      ['InvalidInstance.NotFound', { 'InstanceId.1': 'i-none' }],
      ['InvalidCmdType.NotFound', { Type: 'RunFortran' }],
      ['InvalidInstance.NotMatch', { Type: 'RunPowerShellScript' }],
      ['InvalidInstance.NotMatch', { Type: 'RunBatScript' }],
      ['InvalidCmdType.NotFound', { Type: 'constructor' }],
      ['CmdContent.ExceedLimit', { CommandContent: 'x'.repeat(18_433) }],
      ['CmdContent.DecodeError', { CommandContent: 'not base64!', ContentEncoding: 'Base64' }],
      ['MissingCommandContent', { CommandContent: '' }],
      ['InvalidParameter', { Timeout: 9 }],
      ['InvalidParameter', { Username: '-rf' }],
      ['InvalidParameter', { EnableParameter: 'true' }],
      ['InvalidParameter', { RepeatMode: 'Period' }],
    ])('with %s', async (code, parameters) => {
      expect(await refusal(command(parameters))).toMatchObject({ code });
    });

    it('a command for no instance', async () => {
      const call = ecs.call('RunCommand', { Type: 'RunShellScript', CommandContent: 'true' });
      expect(await refusal(call)).toMatchObject({ code: 'MissingParam.InstanceId', status: 400 });
    });

    it('a Windows instance', async () => {
      const windows = await ecs.register({ OSType: 'Windows' });
      expect(await refusal(command({ 'InstanceId.1': windows }))).toMatchObject({ code: 'InvalidInstance.NotMatch' });
    });
  });
});

describe('RunCommand on an emulated Windows instance', () => {
  let target: EmulatedWindowsInstance;
  let instanceId: string;

  beforeAll(async () => {
    target = await startEmulatedWindowsInstance({ name: 'WIN-01', users: [] });
    instanceId = await ecs.registerTarget(target);
  });
  afterAll(() => target.stop());

  const powerShell = (content: string, parameters: Members = {}) =>
    ecs.run(instanceId, content, { Type: 'RunPowerShellScript', ...parameters });

  it('runs PowerShell as the user who manages it, whom the vendor calls System, in the home', async () => {
    expect(await powerShell('whoami\n(Get-Location).Path')).toMatchObject({
      InvocationStatus: 'Success',
      ExitCode: 0,
      Output: 'win-01\\administrator\r\nC:\\Users\\Administrator\r\n',
      Username: 'System',
    });
  });

  it('accepts Base64 and text beyond ASCII, and merges both outputs', async () => {
    const content = "Write-Output 'Größe 漢字'; [Console]::Error.WriteLine('worse')";
    const encoded = Buffer.from(content).toString('base64');
    expect(await powerShell(encoded, { ContentEncoding: 'Base64' })).toMatchObject({
      Output: 'Größe 漢字\r\nworse\r\n',
    });
  });

  it.each([
    ['exit 3', 3],
    ['exit -1', -1],
    ["throw 'no'", 1],
  ])('reports the exit code of %s', async (content, ExitCode) => {
    const expected = { InvocationStatus: 'Failed', ErrorCode: 'ExitCodeNonzero', ExitCode };
    expect(await powerShell(content)).toMatchObject(expected);
  });

  it('runs in the given folder, and says when it does not exist', async () => {
    expect(await powerShell('(Get-Location).Path', { WorkingDir: 'c:\\windows' })).toMatchObject({
      Output: 'C:\\Windows\r\n',
    });
    expect(await powerShell('exit 0', { WorkingDir: 'C:\\Nowhere' })).toMatchObject({
      InvocationStatus: 'Failed',
      ErrorCode: 'DirectoryNotExists',
    });
  });

  it('ends a command at its timeout', async () => {
    expect(await powerShell('Start-Sleep -Seconds 3600', { Timeout: 10 })).toMatchObject({
      InvocationStatus: 'Timeout',
    });
  });

  it('shows nothing of the command in a command line, and leaves no file behind', async () => {
    await powerShell("Write-Output 'canary-in-command'");
    const lines = new Set(target.commandLines);
    expect(lines.size).toBe(1);
    const [, encoded = ''] = /-EncodedCommand (\S+)$/.exec([...lines][0]!) ?? [];
    const shown = Buffer.from(encoded, 'base64').toString('utf16le');
    expect(shown).toContain('$stdin');
    expect(shown).not.toContain('canary');
    expect(target.files).toEqual([]);
  });

  it.each<[string, Members]>([
    ['InvalidInstance.NotMatch', { Type: 'RunShellScript' }],
    ['InvalidInstance.NotMatch', { Type: 'RunBatScript' }],
    ['InvalidParameter', { Username: 'Administrator' }],
    ['InvalidParameter', { WindowsPasswordName: 'a-parameter' }],
  ])('refuses with %s what it cannot do there', async (code, parameters) => {
    expect(await refusal(powerShell('exit 0', parameters))).toMatchObject({ code });
  });
});

describeWithSshd('RunCommand on a real OpenSSH server', () => {
  let target: SshdInstance;
  let instanceId: string;

  beforeAll(async () => {
    target = await startSshdInstance({ users: [{ name: 'ops' }], management: 'password' });
    instanceId = await ecs.registerTarget(target);
  });
  afterAll(() => target.stop());

  it('runs as root and as others, in their homes', async () => {
    expect(await ecs.run(instanceId, 'id -un; pwd')).toMatchObject({ Output: 'root\n/root\n' });
    expect(await ecs.run(instanceId, 'id -un; pwd; id -Gn', { Username: 'ops' })).toMatchObject({
      Output: 'ops\n/home/ops\nops\n',
    });
  });

  it('runs a script with the interpreter that it names where temporary folders are mounted noexec', async () => {
    await target.run(['mount', '-o', 'remount,noexec', '/tmp']);
    expect(await ecs.run(instanceId, 'cp /bin/true /tmp && /tmp/true')).toMatchObject({ ExitCode: 126 });
    const content = '#! /usr/bin/env -S awk -f \nBEGIN { print 1 + 1; print FILENAME ARGV[1] }';
    expect(await ecs.run(instanceId, content)).toMatchObject({ InvocationStatus: 'Success', Output: '2\n\n' });
  });

  it('shows neither the command nor the management password in the process list', async () => {
    const { Output } = await ecs.run(
      instanceId,
      '# canary-in-command\nps -ef --columns 5000; cat /proc/*/environ | tr "\\0" "\\n"',
    );
    expect(Output).toContain('sshd');
    expect(Output).not.toContain('canary-in-command');
    expect(Output).not.toContain(target.managementCredential.password?.reveal());
  });

  it('ends a command at its timeout', async () => {
    const started = {
      Type: 'RunShellScript',
      CommandContent: 'exec sleep 3600',
      'InstanceId.1': instanceId,
      Timeout: 10,
    };
    expect(await ecs.run(instanceId, 'exec sleep 3600', { ...started })).toMatchObject({ InvocationStatus: 'Timeout' });
    expect(await target.processes()).not.toContainEqual(expect.objectContaining({ command: 'sleep 3600' }));
  }, 60_000);
});

describeWithSshd('RunCommand where the server starts no command for its management account', () => {
  const password = new Redacted('the-password-of-all');
  let target: SshdInstance;
  let forcedKey: SshKeyPair;

  beforeAll(async () => {
    forcedKey = await generateSshKeyPair('ed25519');
    const authorizedKeys = [`command="echo only backups; head -n 2 >&2; exit 7" ${forcedKey.publicKey}`];
    target = await startSshdInstance({
      users: [
        { name: 'gone', password },
        { name: 'expired', password },
        { name: 'forced', authorizedKeys },
      ],
    });
    await target.run(['usermod', '-s', '/usr/sbin/nologin', 'gone']);
    await target.run(['chage', '-d', '0', 'expired']);
  });
  afterAll(() => target.stop());

  it.each<[string, () => Members, RegExp]>([
    [
      'its shell is nologin',
      () => ({ ManagementUserName: 'gone', ManagementPassword: password.reveal() }),
      /exit code 1, .*This account is currently not available\.$/,
    ],
    [
      'its password has expired',
      () => ({ ManagementUserName: 'expired', ManagementPassword: password.reveal() }),
      /exit code 1, .*Your password has expired.* Password change required but no TTY available\.$/,
    ],
    [
      'another command is forced, though it echoes what it reads',
      () => ({ ManagementUserName: 'forced', ManagementPrivateKey: forcedKey.privateKey.reveal() }),
      /exit code 7, .*only backups$/,
    ],
  ])('says so, in the server’s words, when %s', async (_, management, words) => {
    const instanceId = await ecs.registerTarget(target, management());
    const canary = 'canary-in-content';
    const result = await ecs.run(instanceId, `echo ${canary}`, { Timeout: 10 });
    expect(result).toMatchObject({
      InvocationStatus: 'Error',
      ErrorCode: 'ExecutionException',
      ErrorInfo: expect.stringMatching(/^no command was started on the server; /),
    });
    expect(result['ErrorInfo']).toMatch(words);
    expect(JSON.stringify(result)).not.toContain(canary);
  });
});

describeWithSshdAnd(busyboxServerPrograms, 'RunCommand on a server of dropbear and BusyBox alone', () => {
  it('runs as root and, through su, as others; an unknown user is reported differently from one that it cannot become', async () => {
    const target = await startBusyboxServer({ users: [{ name: 'ops' }] });
    try {
      const instanceId = await ecs.registerTarget(target);
      expect(await ecs.run(instanceId, 'id -un; pwd')).toMatchObject({ Output: 'root\n/root\n' });
      const asOps = await ecs.run(instanceId, '#!/bin/ash\nid -un; pwd', { Username: 'ops' });
      expect(asOps).toMatchObject({ Output: 'ops\n/home/ops\n' });
      expect(await ecs.run(instanceId, 'id', { Username: 'op' })).toMatchObject({ ErrorCode: 'AccountNotExists' });
    } finally {
      await target.stop();
    }
  });

  it('says that it cannot become another user where there is no su', async () => {
    const target = await startBusyboxServer({ users: [{ name: 'ops' }], withoutApplets: ['su'] });
    try {
      expect(await ecs.run(await ecs.registerTarget(target), 'id', { Username: 'ops' })).toMatchObject({
        ErrorCode: 'ExecutionException',
        ErrorInfo: 'The command cannot be run as the specified account.',
      });
    } finally {
      await target.stop();
    }
  });
});
