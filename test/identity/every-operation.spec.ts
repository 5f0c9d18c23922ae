import { describeAction } from '../../src/gateway/action-description.ts';
import { ActionRegistry, type RegisteredAction } from '../../src/gateway/registry.ts';
import { call } from '../support/signed-request.ts';
import { SomethingOfEach } from '../support/something-of-each.ts';
import { RamApplication, type TestUser } from '../ram/ram-application.ts';

/** Operations that everybody may call, as documented; and one that refuses each of its entries by itself. */
const openToAll = ['sts:GetCallerIdentity', 'kms:DescribeRegions', 'kms:BatchGetSecretValue'];

/** Operations that are authorised by other actions than their own, as documented: this is the first of two. */
const authorizedAs: Readonly<Record<string, string>> = { 'kms:ReEncrypt': 'kms:ReEncryptFrom' };

const forbidden = /^User not authorized to operate on the specified resource, or this API doesn't support RAM\.$/;

/** The vendor's words for a refusal, by product. */
const words: Readonly<Record<string, readonly [code: string, message: RegExp]>> = {
  kms: ['Forbidden.NoPermission', /^This operation for (acs:kms:\S+|\*) is forbidden by permission system\.$/],
  ecs: ['Forbidden.RAM', forbidden],
  'yundun-bastionhost': ['Forbidden.RAM', forbidden],
  ram: ['NoPermission', /^You are not authorized to do this action\. Resource: acs:ram:\S+ Action: ram:[A-Z]\w+$/],
  sts: ['NoPermission', /^You are not authorized to do this action\. You should be authorized by RAM\.$/],
};

describe('a RAM user without policies', () => {
  let ram: RamApplication;
  let user: TestUser;
  let something: SomethingOfEach;
  beforeAll(async () => {
    ram = await RamApplication.start();
    user = await ram.newUser();
    something = await SomethingOfEach.make(ram.app);
  });
  afterAll(() => ram.app.stop());

  const nameOf = ({ product, name }: RegisteredAction) => `${product.name}:${name}`;
  const send = (action: RegisteredAction) => {
    const parameters = something.parametersFor(describeAction(action));
    return call(ram.app, [['Action', action.name], ...Object.entries(parameters)], {
      method: 'POST',
      place: 'form',
      protocol: { Version: action.product.version, AccessKeyId: user.credentials.accessKeyId },
      accessKeySecret: user.credentials.accessKeySecret,
    });
  };

  /** What the audit trail says of requests, in their order. */
  const recorded = (requests: string[]) =>
    ram.query(
      `select request, string_agg(distinct result, ', ') as code
       from unnest($1::text[]) with ordinality as told (request, place)
       left join audit_events on request_id = request group by request, place order by place`,
      [requests],
    );

  it('may call what says that it is open to all, and nothing else does', () => {
    const open = ram.app
      .get(ActionRegistry)
      .all()
      .filter((action) => action.openToAll !== undefined);
    expect(open.map(nameOf).sort()).toEqual([...openToAll].sort());
  });

  it('is refused by every operation of every product, in the words of the product, which the audit trail repeats', async () => {
    const guarded = ram.app
      .get(ActionRegistry)
      .all()
      .filter((action) => !openToAll.includes(nameOf(action)));
    const failures: string[] = [];
    const told: { request: string; code: string }[] = [];
    for (const action of guarded) {
      const { status, body, text } = await send(action);
      const [code, message] = words[action.product.name] ?? [];
      const isRefused = status === 403 && body.Code === code && message?.test(body.Message);
      const isNamed = body.AccessDeniedDetail?.AuthAction === (authorizedAs[nameOf(action)] ?? nameOf(action));
      told.push({ request: body.RequestId, code: body.Code });
      if (!isRefused || !isNamed) failures.push(`${nameOf(action)}: ${text.slice(0, 300)}`);
    }
    expect(failures).toEqual([]);
    expect(guarded.length).toBeGreaterThan(80);
    expect(await recorded(told.map(({ request }) => request))).toEqual(told);
  });
});
