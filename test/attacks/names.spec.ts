import { describeAction, type ActionDescription } from '../../src/gateway/action-description.ts';
import { ActionRegistry } from '../../src/gateway/registry.ts';
import type { Credentials } from '../support/api-clients.ts';
import { call, type WireAnswer } from '../support/signed-request.ts';
import { namesNewThing, OneOfEachResource } from '../support/one-of-each-resource.ts';
import { allow, deny } from '../ram/ram-account.ts';
import { RamApplication } from '../ram/ram-application.ts';

type Parameters = Readonly<Record<string, string>>;

const naming = [
  'SecretName',
  'KeyId',
  'DestinationKeyId',
  'AliasName',
  'UserName',
  'GroupName',
  'RoleName',
  'PolicyName',
];

/** Names that could be mistaken for this one. */
const lookalikes: readonly [string, (name: string) => string][] = [
  ['a dot after it', (name) => `${name}.`],
  ['a slash after it', (name) => `${name}/`],
  ['a slash before it', (name) => `/${name}`],
  ['a blank after it', (name) => `${name} `],
  ['a blank before it', (name) => ` ${name}`],
  ['a line break after it', (name) => `${name}\n`],
  ['a NUL after it', (name) => `${name}\0`],
  ['a NUL and more', (name) => `${name}\0x`],
  [
    'the last letter percent-encoded',
    (name) => `${name.slice(0, -1)}%${name.charCodeAt(name.length - 1).toString(16)}`,
  ],
  ['an encoded slash after it', (name) => `${name}%2F`],
  ['a path to it', (name) => `./${name}`],
  ['a path up and down to it', (name) => `x/../${name}`],
  [
    'a full-width letter',
    (name) => name.replace(/[ay]/, (letter) => String.fromCodePoint((letter.codePointAt(0) as number) + 0xfee0)),
  ],
  ['a Cyrillic letter', (name) => name.replace(/a/, '\u0430').replace(/y/, '\u0443')],
  ['an accent that combines', (name) => `${name}\u0301`],
  ['a space of no width', (name) => `${name}\u200b`],
  ['a mark of direction', (name) => `\u202e${name}`],
  ['a star for its last letter', (name) => `${name.slice(0, -1)}*`],
  ['a question mark for its last letter', (name) => `${name.slice(0, -1)}?`],
  ['a star', () => '*'],
  ['a per cent sign', (name) => `${name.slice(0, -1)}%`],
  ['a low line for its last letter', (name) => `${name.slice(0, -1)}_`],
  ['another text that makes the condition true', (name) => `${name}' or '1'='1`],
];
const inCapitals: (typeof lookalikes)[number] = ['capitals', (name) => name.toUpperCase()];

describe('a name', () => {
  let ram: RamApplication;
  let something: OneOfEachResource;
  let actions: ActionDescription[];

  beforeAll(async () => {
    ram = await RamApplication.start();
    something = await OneOfEachResource.make(ram.app);
    actions = ram.app
      .get(ActionRegistry)
      .all()
      .map(describeAction)
      .filter(({ product }) => ['kms', 'ram', 'sts'].includes(product));
    await ram.app.pop('kms').request('CreateAlias', { AliasName: 'alias/any', KeyId: valueOf('DescribeKey', 'KeyId') });
  });
  afterAll(() => ram.app.stop());

  const describedAs = (name: string) => actions.find(({ action }) => action === name) as ActionDescription;
  const valueOf = (action: string, name: string) => something.parametersFor(describedAs(action))[name] as string;
  const send = (
    { action, version }: ActionDescription,
    parameters: Parameters,
    by: Credentials = ram.app.rootAccessKey,
  ) =>
    call(ram.app, [['Action', action], ...Object.entries(parameters)], {
      method: 'POST',
      place: 'form',
      protocol: { Version: version, AccessKeyId: by.accessKeyId },
      accessKeySecret: by.accessKeySecret,
    });
  const codeOf = ({ status, body }: WireAnswer): string => (status === 200 ? 'taken' : body.Code);

  function* namedThings(): Generator<[ActionDescription, string, Parameters]> {
    for (const description of actions) {
      const parameters = something.parametersFor(description);
      for (const name of naming) {
        if (name in parameters && !namesNewThing(description, name)) yield [description, name, parameters];
      }
    }
  }

  // Names of users, groups and roles are case-insensitive.
  const variantsFor = ({ product }: ActionDescription) =>
    product === 'kms' ? [...lookalikes, inCapitals] : lookalikes;

  it('that is almost another name is not taken for it by any operation', async () => {
    const taken: string[] = [];
    let asked = 0;
    for (const [description, name, parameters] of namedThings()) {
      const value = parameters[name] as string;
      const outcomes = variantsFor(description).map(async ([title, change]) => {
        const { status, text } = await send(description, { ...parameters, [name]: change(value) });
        if (status < 400 || status >= 500)
          taken.push(`${description.action} ${name} with ${title}: ${text.slice(0, 200)}`);
      });
      asked += outcomes.length;
      await Promise.all(outcomes);
    }
    expect(taken).toEqual([]);
    expect(asked).toBeGreaterThan(1_500);
  }, 120_000);

  describe('that is denied', () => {
    const arnOf = (kind: string, name: string) => `acs:kms:cn-hangzhou:${ram.accountId}:${kind}${name}`;

    /** Every way to name the thing that a parameter is for. */
    function waysTo(name: string): string[] {
      const keyId = valueOf('DescribeKey', 'KeyId');
      if (name === 'SecretName') return ['any', arnOf('secret/', 'any')];
      return [keyId, arnOf('key/', keyId), 'alias/any', arnOf('', 'alias/any')];
    }

    it.each(['SecretName', 'KeyId', 'DestinationKeyId'])(
      'stays denied in every operation, whichever way %s names it',
      async (name) => {
        const resource =
          name === 'SecretName' ? arnOf('secret/', 'any') : arnOf('key/', valueOf('DescribeKey', 'KeyId'));
        const { credentials } = await ram.newUser([allow('*'), deny('kms:*', resource)]);
        const taken: string[] = [];
        for (const [description, parameter, parameters] of namedThings()) {
          if (description.product !== 'kms' || parameter !== name) continue;
          for (const way of waysTo(name)) {
            const answer = await send(description, { ...parameters, [name]: way }, credentials);
            if (answer.status === 200) taken.push(`${description.action} ${way}`);
          }
        }
        expect(taken).toEqual([]);
      },
    );

    it('stays denied in calls that name several, and when named by a ciphertext', async () => {
      const { credentials } = await ram.newUser([
        allow('*'),
        deny('kms:*', [arnOf('secret/', 'any'), arnOf('key/', valueOf('DescribeKey', 'KeyId'))]),
      ]);
      for (const action of [
        'TagResources',
        'UntagResources',
        'ListTagResources',
        'TagResource',
        'Decrypt',
        'ReEncrypt',
      ]) {
        const description = describedAs(action);
        expect([action, codeOf(await send(description, something.parametersFor(description), credentials))]).toEqual([
          action,
          'Forbidden.NoPermission',
        ]);
      }
      const batch = describedAs('BatchGetSecretValue');
      const { body } = await send(batch, something.parametersFor(batch), credentials);
      expect([body.SecretValues, body.Errors[0].Code]).toEqual([[], 'Forbidden.NoPermission']);
    });

    it.each(['Allow before Deny', 'Deny before Allow'])('stays denied, with %s', async (order) => {
      const statements = [
        allow('kms:GetSecretValue', arnOf('secret/', 'any')),
        deny('kms:Get*', arnOf('secret/', '*')),
      ];
      const { credentials } = await ram.newUser(
        order.startsWith('Allow') ? statements : statements.toReversed(),
        'AdministratorAccess',
      );
      expect(codeOf(await send(describedAs('GetSecretValue'), { SecretName: 'any' }, credentials))).toBe(
        'Forbidden.NoPermission',
      );
    });
  });

  describe('in a policy', () => {
    const read = async (Resource: string, others: object = {}) => {
      const { credentials } = await ram.newUser([{ ...allow('kms:GetSecretValue', Resource), ...others }]);
      return codeOf(await send(describedAs('GetSecretValue'), { SecretName: 'any' }, credentials));
    };
    const arn = (tail: string, account = ram.accountId, region = 'cn-hangzhou') =>
      `acs:kms:${region}:${account}:${tail}`;

    it.each<[string, () => string, string]>([
      ['itself', () => arn('secret/any'), 'taken'],
      ['a star in the middle', () => arn('secret/a*y'), 'taken'],
      ['question marks', () => arn('secret/???'), 'taken'],
      ['a question mark too many', () => arn('secret/????'), 'Forbidden.NoPermission'],
      ['a star for account and region', () => arn('secret/any', '*', '*'), 'taken'],
      ['capitals', () => arn('secret/ANY'), 'Forbidden.NoPermission'],
      ['only its beginning', () => arn('secret/an'), 'Forbidden.NoPermission'],
      ['something after it', () => arn('secret/any/'), 'Forbidden.NoPermission'],
      ['a blank after it', () => arn('secret/any '), 'Forbidden.NoPermission'],
      ['an encoded letter', () => arn('secret/an%79'), 'Forbidden.NoPermission'],
      ['a full-width letter', () => arn('secret/\uff41ny'), 'Forbidden.NoPermission'],
      ['another account', () => arn('secret/any', '1234567890123456'), 'Forbidden.NoPermission'],
      ['no account', () => arn('secret/any', ''), 'Forbidden.NoPermission'],
      ['another kind of thing', () => arn('key/any'), 'Forbidden.NoPermission'],
      ['another service', () => arn('secret/any').replace('kms', 'ecs'), 'Forbidden.NoPermission'],
      ['a class of characters', () => arn('secret/[a]ny'), 'Forbidden.NoPermission'],
      ['a regular expression', () => arn('secret/.*'), 'Forbidden.NoPermission'],
    ])('stands for nothing else: %s', async (_, resource, outcome) => {
      expect(await read(resource())).toBe(outcome);
    });

    it.each<[string, object]>([
      ['must be there', { StringEquals: { 'acs:ResourceTag/team': 'red' } }],
      ['must be like any string', { StringLike: { 'acs:ResourceTag/team': '*' } }],
      ['must not be', { StringNotEquals: { 'acs:ResourceTag/team': 'blue' } }],
      ['no one knows', { Bool: { 'acs:Nothing': 'true' } }],
    ])('with a condition on a missing key that %s allows nothing', async (_, Condition) => {
      expect(await read(arn('secret/any'), { Condition })).toBe('Forbidden.NoPermission');
    });
  });
});
