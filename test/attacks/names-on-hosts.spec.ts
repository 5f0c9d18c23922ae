import { generateSshKeyPair } from '../../src/ssh/keys.ts';
import { ecsPassword, region, newAccount, type KmsAccount } from '../kms/kms-account.ts';

/** What a shell, `chpasswd`, `/etc/passwd`, `authorized_keys` or a command line could mistake for more than a name. */
const userNames = [
  '',
  '-rf',
  '--help',
  '../root',
  '/root',
  'root/..',
  '.',
  '..',
  '.ssh',
  'root:x',
  'root:0:0',
  'root\nmallory:x',
  'root\r',
  'root\0',
  'root ',
  ' root',
  'a b',
  'a\tb',
  '$(id)',
  '`id`',
  'a;id',
  'a|id',
  'a&id',
  'a>b',
  "a'b",
  'a"b',
  '~root',
  '#root',
  '*',
  'r??t',
  '%u',
  '%h',
  'r\u043e\u043et',
  'ro\u0301ot',
  '\u202eroot',
  'root\u200b',
  '\uff52oot',
  '\u001b[2Jroot',
  'user\\',
  'a'.repeat(129),
];

describe('what an ECS secret would bring to a server', () => {
  let kms: KmsAccount;
  let InstanceId: string;
  let pair: { publicKey: string; privateKey: string };

  beforeAll(async () => {
    kms = await newAccount();
    InstanceId = await kms.registerInstance();
    const { publicKey, privateKey } = await generateSshKeyPair('ed25519');
    pair = { publicKey, privateKey: privateKey.reveal() };
  });

  const keyConfig = () => JSON.stringify({ SecretSubType: 'SSHKey', RegionId: region, InstanceId });
  const create = (parameters: object) =>
    kms.call('CreateSecret', { SecretName: kms.newName(), VersionId: 'v1', ...parameters }).then(
      () => 'taken',
      ({ code, data }) => `${code} ${data.Message}`,
    );
  const withPassword = (UserName: string, Password: string) =>
    create({ ...ecsPassword(InstanceId), SecretData: JSON.stringify({ UserName, Password }) });
  const withKey = (UserName: string, PublicKey: string) =>
    create({
      SecretType: 'ECS',
      ExtendedConfig: keyConfig(),
      SecretData: JSON.stringify({ UserName, PublicKey, PrivateKey: pair.privateKey }),
    });
  const refused = 'InvalidParameter The specified parameter SecretData is not valid.';

  it.each(userNames)('is no user name like %j', async (name) => {
    expect(await withPassword(name, 'x')).toBe(refused);
    expect(await withKey(name, pair.publicKey)).toBe(refused);
  });

  it.each(['root', 'web-1', 'a.b_c', '0', '_apt', 'a'.repeat(32)])('is a user name like %s', async (name) => {
    expect(await withPassword(name, 'x')).toBe('taken');
    expect(await withKey(name, pair.publicKey)).toBe('taken');
  });

  it.each(['a\nroot:b', 'a\rb', 'a\0b', '\u001b[2J', 'a\u007f', '\n', 'a'.repeat(513)])(
    'is no password like %j: chpasswd reads lines',
    async (password) => {
      expect(await withPassword('root', password)).toBe(refused);
    },
  );

  it.each(['a:b\' "$(id)`;|&\\*?[]{}<>~#%! ', ' ', ':', '-n', 'p\u00e4ss'])(
    'is a password like %j',
    async (password) => {
      expect(await withPassword('root', password)).toBe('taken');
    },
  );

  it.each<[string, (line: string) => string]>([
    ['a line break and another key', (line) => `${line}\ncommand="id" ${line}`],
    ['a line break in its comment', (line) => `${line} me\ncommand="id" ssh-ed25519 AAAA`],
    ['a carriage return in its comment', (line) => `${line} me\rcommand="id"`],
    ['a NUL in its comment', (line) => `${line} me\0`],
    ['an escape sequence in its comment', (line) => `${line} \u001b]0;x\u0007`],
    ['a line break before it', (line) => `command="id" x\n${line}`],
    ['a line break inside it', (line) => line.replace(' ', '\n')],
    ['a command before it', (line) => `command="id" ${line}`],
    ['an address before it', (line) => `from="10.0.0.0/8" ${line}`],
    ['an option without a value before it', (line) => `cert-authority ${line}`],
    ['the mark of a comment before it', (line) => `# ${line}`],
    ['another type', (line) => line.replace('ssh-ed25519', 'ssh-rsa')],
    ['the type of a certificate', (line) => line.replace('ssh-ed25519', 'ssh-ed25519-cert-v01@openssh.com')],
  ])('is no public key with %s', async (_, change) => {
    expect(await withKey('root', change(pair.publicKey))).toBe(refused);
  });

  it('is a public key with a comment of any visible characters', async () => {
    expect(await withKey('root', `${pair.publicKey} command="id",from="x" $(id) #`)).toBe('taken');
  });

  it('is not affected by secret names: names with paths in them are just different names', async () => {
    for (const name of ['b', 'a/../b', './b', 'a//b', '../../etc/passwd', '-rf', '@b', '=b']) {
      await kms.createSecret({ SecretName: name, SecretData: `value of ${name}` });
    }
    for (const name of ['b', 'a/../b', './b', 'a//b', '../../etc/passwd', '-rf', '@b', '=b']) {
      expect((await kms.call('GetSecretValue', { SecretName: name })).SecretData).toBe(`value of ${name}`);
    }
  });
});
