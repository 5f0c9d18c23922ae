import type { Credentials, Members } from '../support/api-clients.ts';
import { call, callV3, type Pairs } from '../support/signed-request.ts';
import { allow, newAccount, policy } from './ram-account.ts';

const ram = await newAccount();

const versions: Readonly<Record<string, string>> = { ram: '2015-05-01', sts: '2015-04-01' };

// As documented: the root is named after the operation, a list is its element repeated, and a missing member has no
// element.
describe('RAM and STS with Format=XML', () => {
  let by: Credentials;
  beforeAll(async () => {
    by = ram.app.rootAccessKey;
    await ram.call('CreateUser', { UserName: 'alice', DisplayName: 'A <&> "B"', Comments: "it's" });
    await ram.call('CreateUser', { UserName: 'bob' });
    await ram.call('CreateGroup', { GroupName: 'empty' });
    await ram.call('CreatePolicy', { PolicyName: 'one', PolicyDocument: policy(allow('kms:*')) });
  });

  async function read(product: string, Action: string, parameters: Members = {}): Promise<string> {
    const pairs = Object.entries({ Action, Format: 'XML', ...parameters }) as unknown as Pairs;
    const protocol = { Version: versions[product], AccessKeyId: by.accessKeyId };
    const { text, status } = await call(ram.app, pairs, { protocol, accessKeySecret: by.accessKeySecret });
    expect(status).toBe(200);
    const [, root, id, members] =
      /^<\?xml version="1.0" encoding="UTF-8"\?>\n<(\w+)><RequestId>([0-9A-F-]{36})<\/RequestId>(.*)<\/\1>$/s.exec(
        text,
      ) ?? [];
    expect([root, id?.length]).toEqual([`${Action}Response`, 36]);
    return members as string;
  }
  const date = '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ';
  /** The text as a pattern in which `#` is a date and `@` an id. */
  const like = (text: string) =>
    new RegExp(
      `^${text
        .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
        .replaceAll('#', date)
        .replaceAll('@', '[\\w:/.+=-]+')}$`,
      's',
    );

  it('answers one object with nested members, and escapes what XML reserves', async () => {
    expect(await read('ram', 'GetUser', { UserName: 'alice' })).toMatch(
      like(
        '<User><UserId>@</UserId><UserName>alice</UserName><DisplayName>A &lt;&amp;&gt; &quot;B&quot;</DisplayName><MobilePhone></MobilePhone><Email></Email><Comments>it&apos;s</Comments><CreateDate>#</CreateDate><UpdateDate>#</UpdateDate></User>',
      ),
    );
  });

  it('answers lists by repeating their elements, and flags as words', async () => {
    const users = await read('ram', 'ListUsers');
    expect(users.match(/<User>.*?<\/User>/gs)?.map((user) => /<UserName>(.*)<\/UserName>/.exec(user)?.[1])).toEqual([
      'alice',
      'bob',
    ]);
    expect(users).toMatch(/^<Users><User>.*<\/User><\/Users><IsTruncated>false<\/IsTruncated>$/s);
  });

  it('answers a page of a list with its Marker', async () => {
    expect(await read('ram', 'ListUsers', { MaxItems: '1' })).toMatch(
      /<\/Users><IsTruncated>true<\/IsTruncated><Marker>[\w-]+<\/Marker>$/,
    );
  });

  it.each([
    ['ListUsersForGroup', { GroupName: 'empty' }, '<Users></Users><IsTruncated>false</IsTruncated>'],
    ['ListGroupsForUser', { UserName: 'bob' }, '<Groups></Groups>'],
    ['ListPoliciesForUser', { UserName: 'bob' }, '<Policies></Policies>'],
    ['ListPoliciesForGroup', { GroupName: 'empty' }, '<Policies></Policies>'],
    ['ListAccessKeys', { UserName: 'bob' }, '<AccessKeys></AccessKeys>'],
  ])('answers an empty list as an element with nothing in it: %s', async (action, parameters, members) => {
    expect(await read('ram', action, parameters)).toBe(members);
  });

  it('answers nested lists: the kinds of entities that a policy is attached to', async () => {
    const one = { PolicyName: 'one', PolicyType: 'Custom' };
    await ram.call('AttachPolicyToUser', { UserName: 'bob', ...one });
    const entities = await read('ram', 'ListEntitiesForPolicy', one);
    expect(entities).toMatch(/<Users><User>.*<UserName>bob<\/UserName>.*<\/User><\/Users>/s);
    expect(entities).toContain('<Groups></Groups>');
    expect(entities).toContain('<Roles></Roles>');
    await ram.call('DetachPolicyFromUser', { UserName: 'bob', ...one });
  });

  it('answers a JSON document as escaped text', async () => {
    const versionsOf = await read('ram', 'GetPolicyVersion', {
      PolicyName: 'one',
      PolicyType: 'Custom',
      VersionId: 'v1',
    });
    expect(versionsOf).toContain(
      `<PolicyDocument>${policy(allow('kms:*')).replaceAll('"', '&quot;')}</PolicyDocument>`,
    );
    expect(versionsOf).toContain('<IsDefaultVersion>true</IsDefaultVersion>');
  });

  it('answers with the RequestId alone where there are no members', async () => {
    expect(await read('ram', 'AddUserToGroup', { UserName: 'bob', GroupName: 'empty' })).toBe('');
    expect(await read('ram', 'RemoveUserFromGroup', { UserName: 'bob', GroupName: 'empty' })).toBe('');
  });

  it('answers AssumeRole with credentials that work', async () => {
    const user = await ram.newUser([allow('sts:AssumeRole')]);
    const RoleName = await ram.newRole([allow('ram:ListUsers')]);
    by = user.credentials;
    const answer = await read('sts', 'AssumeRole', { RoleArn: ram.roleArn(RoleName), RoleSessionName: 'xml' });
    by = ram.app.rootAccessKey;
    const member = (name: string) =>
      new RegExp(`<Credentials>.*<${name}>(.*)</${name}>.*</Credentials>`, 's').exec(answer)?.[1] as string;
    const session = {
      accessKeyId: member('AccessKeyId'),
      accessKeySecret: member('AccessKeySecret'),
      securityToken: member('SecurityToken'),
    };
    expect(answer).toMatch(/<AssumedRoleUser>.*<Arn>acs:ram::\d{16}:role\/[\w-]+\/xml<\/Arn>.*<\/AssumedRoleUser>/s);
    expect((await ram.call('ListUsers', {}, session))['Users'].User.length).toBeGreaterThan(1);
  });

  it('answers GetCallerIdentity', async () => {
    expect(await read('sts', 'GetCallerIdentity')).toContain('<IdentityType>Account</IdentityType>');
  });

  it('answers a refusal with the members of an error, its AccessDeniedDetail nested', async () => {
    const user = await ram.newUser();
    const refused = await call(
      ram.app,
      [
        ['Action', 'ListUsers'],
        ['Format', 'XML'],
      ],
      {
        protocol: { Version: versions['ram'], AccessKeyId: user.credentials.accessKeyId },
        accessKeySecret: user.credentials.accessKeySecret,
      },
    );
    expect(refused.status).toBe(403);
    expect(refused.text).toMatch(
      /^<\?xml [^>]*>\n<Error><RequestId>.*<\/RequestId><HostId>.*<Code>NoPermission<\/Code>/s,
    );
    expect(refused.text).toMatch(
      /<AccessDeniedDetail>.*<AuthAction>ram:ListUsers<\/AuthAction>.*<\/AccessDeniedDetail>/s,
    );
    const unknown = await call(
      ram.app,
      [
        ['Action', 'GetUser'],
        ['UserName', 'nobody'],
        ['Format', 'XML'],
      ],
      {
        protocol: { Version: versions['ram'] },
      },
    );
    expect(unknown.text).toMatch(/<Error>.*<Code>EntityNotExist\.User<\/Code><Message>.*<\/Message>.*<\/Error>$/s);
  });

  it('answers the same over signature V3 as over V1, member for member', async () => {
    const query: Pairs = [
      ['Format', 'XML'],
      ['UserName', 'alice'],
    ];
    const headers = { 'x-acs-version': versions['ram'] as string, 'x-acs-action': 'GetUser' };
    const { text } = await callV3(ram.app, { query, headers });
    expect(text).toContain(await read('ram', 'GetUser', { UserName: 'alice' }));
  });
});
