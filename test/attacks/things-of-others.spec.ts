import { describeAction, type ActionDescription } from '../../src/gateway/action-description.ts';
import { ActionRegistry } from '../../src/gateway/registry.ts';
import type { Credentials } from '../support/api-clients.ts';
import { call } from '../support/signed-request.ts';
import { namesNewThing, OneOfEachResource } from '../support/one-of-each-resource.ts';
import { generateSshKeyPair } from '../../src/ssh/keys.ts';
import { instanceOf } from '../bastionhost/bastion-account.ts';
import { BastionApplication } from '../bastionhost/bastion-application.ts';
import { recordSessions } from '../bastionhost/sessions/recorded-sessions.ts';
import { RamApplication } from '../ram/ram-application.ts';

type Parameters = Readonly<Record<string, string>>;

/** Left out: an account shares a role whose trust policy names everyone. */
const shared = new Set(['sts:AssumeRole RoleArn']);
const kindsOfKms: Readonly<Record<string, string>> = {
  SecretName: 'secret/',
  KeyId: 'key/',
  DestinationKeyId: 'key/',
  AliasName: '',
};

/** What may differ between the two answers: request ids, and the names that were asked about. */
const requestId = /[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}/g;
const names = /\b(any|nay|key-\w{20}|LTAI\w{20}|([af])\2{31})\b|(?<=")\d{1,9}(?=")/g;

const keyId = /key-\w{20}/;
const noKey = `key-${'0'.repeat(20)}`;
const session = 'a'.repeat(32);
const noSession = 'f'.repeat(32);

const masked = (answer: string) => answer.replace(requestId, '').replace(names, '<it>');

describe("a name of another account's resource", () => {
  let ram: RamApplication;
  let foreign: OneOfEachResource;
  let own: OneOfEachResource;
  let callers: Credentials[];
  let actions: ActionDescription[];
  /** Of the foreign account, and not made with the others: they have ids of their own. */
  let further: Parameters;

  beforeAll(async () => {
    ram = await RamApplication.start();
    foreign = await OneOfEachResource.make(ram.app);
    further = await sessionAndKey();
    const { rootAccessKey: root } = await ram.app.another();
    own = await OneOfEachResource.make({ pop: (product) => ram.app.pop(product, root) }, 'own');
    callers = [root, await administrator(root)];
    actions = ram.app.get(ActionRegistry).all().map(describeAction);
  });
  afterAll(() => ram.app.stop());

  async function administrator(root: Credentials): Promise<Credentials> {
    const [UserName, PolicyName] = ['administrator', 'AdministratorAccess'];
    await ram.call('CreateUser', { UserName }, root);
    await ram.call('AttachPolicyToUser', { UserName, PolicyName, PolicyType: 'System' }, root);
    const { AccessKey } = await ram.call('CreateAccessKey', { UserName }, root);
    return { accessKeyId: AccessKey.AccessKeyId, accessKeySecret: AccessKey.AccessKeySecret };
  }

  async function sessionAndKey(): Promise<Parameters> {
    const bastion = new BastionApplication(ram.app, await instanceOf(ram.app));
    await recordSessions(bastion, { a: {} });
    const UserId = await bastion.user('engineer');
    const add = async (PublicKeyName: string) => {
      const PublicKey = Buffer.from((await generateSshKeyPair('ed25519')).publicKey).toString('base64');
      return (await bastion.call('CreateUserPublicKey', { UserId, PublicKeyName, PublicKey }))['PublicKeyId'];
    };
    await add('first');
    return { SessionId: session, SessionIds: JSON.stringify([session]), PublicKeyId: await add('second') };
  }

  function foreignParameters(description: ActionDescription): Parameters {
    const theirs = Object.entries(foreign.parametersFor(description));
    return Object.fromEntries(theirs.map(([name, value]) => [name, further[name] ?? value]));
  }

  const send = async ({ action, version }: ActionDescription, parameters: Parameters, by: Credentials) => {
    const protocol = { Version: version, AccessKeyId: by.accessKeyId };
    const request = { method: 'POST', place: 'form', protocol, accessKeySecret: by.accessKeySecret } as const;
    const { status, text } = await call(ram.app, [['Action', action], ...Object.entries(parameters)], request);
    return `${status} ${text}`;
  };

  /** The same text, naming something that does not exist. */
  function missing(value: string, name: string): string {
    if (name === 'CiphertextBlob') {
      const blob = Buffer.from(value, 'base64').toString('latin1');
      return Buffer.from(blob.replace(keyId, noKey), 'latin1').toString('base64');
    }
    return value
      .replace(/any\b/g, 'nay')
      .replace(keyId, noKey)
      .replace(session, noSession)
      .replace(/\b\d{1,9}\b/g, '987654')
      .replace(/LTAI\w+/, `LTAI${'0'.repeat(20)}`);
  }

  /** The ways to name what a parameter names: by name or id and, in KMS, by ARN. */
  function waysToName({ product }: ActionDescription, name: string, value: string): string[] {
    const kind = product === 'kms' ? kindsOfKms[name] : undefined;
    return kind === undefined ? [value] : [value, `acs:kms:cn-hangzhou:${ram.accountId}:${kind}${value}`];
  }

  function* questions(): Generator<[ActionDescription, string, string, Parameters]> {
    for (const description of actions) {
      const [theirs, ours] = [foreignParameters(description), own.parametersFor(description)];
      for (const [name, value] of Object.entries(theirs)) {
        const title = `${description.action} ${name}`;
        if (value === ours[name] || namesNewThing(description, name) || shared.has(`${description.product}:${title}`))
          continue;
        for (const way of waysToName(description, name, value)) yield [description, name, way, ours];
      }
    }
  }

  const thingsOfFirst = async () => {
    const tables: { table_name: string }[] = await ram.query(
      `select table_name from information_schema.columns where column_name = 'account_id' and table_schema = 'public'
       and table_name <> 'access_keys' order by 1`,
    );
    return Promise.all(
      tables.map(({ table_name }) =>
        ram.query(`select t::text from ${table_name} t where account_id = $1 order by 1`, [ram.accountId]),
      ),
    );
  };

  it('Z10: appears in no list', async () => {
    const theirs = actions.flatMap((description) => Object.values(foreignParameters(description)));
    const ids = theirs.filter((value) => /^(key-|LTAI|bastionhost-|a{32}$)/.test(value)).concat(ram.accountId);
    const lists = actions.filter(({ action }) => /^(List|Describe)/.test(action));
    for (const description of lists) {
      const answer = await send(description, own.parametersFor(description), callers[0] as Credentials);
      expect([description.action, ids.filter((id) => answer.includes(id))]).toEqual([description.action, []]);
      expect(answer).not.toMatch(/Name":"any"/);
    }
    expect(lists.length).toBeGreaterThan(30);
  });

  it('Z10: is answered by every operation as unknown, word for word, and the resource is unchanged', async () => {
    const before = await thingsOfFirst();
    const differences: string[] = [];
    const asked: string[] = [];
    for (const [description, name, value, others] of questions()) {
      for (const by of callers) {
        asked.push(`${description.action} ${name}`);
        const theirs = await send(description, { ...others, [name]: value }, by);
        const nothing = await send(description, { ...others, [name]: missing(value, name) }, by);
        if (masked(theirs) !== masked(nothing))
          differences.push(`${description.action} ${name}=${value}: ${theirs} | ${nothing}`);
      }
    }
    expect(differences).toEqual([]);
    expect(asked.length).toBeGreaterThan(200);
    const ofBroker = ['GetSession SessionId', 'InterruptSessions SessionIds', 'DeleteHostAuthority HostAuthorityId'];
    const ofUser = ['DeleteUserPublicKey PublicKeyId', 'ModifyUserPublicKey PublicKeyId'];
    expect(asked).toEqual(expect.arrayContaining([...ofBroker, ...ofUser]));
    expect(await thingsOfFirst()).toEqual(before);
  }, 120_000);
});
