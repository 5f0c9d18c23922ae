import { describeAction } from '../../src/gateway/action-description.ts';
import { ActionRegistry, type RegisteredAction } from '../../src/gateway/registry.ts';
import type { Members } from '../support/api-clients.ts';
import { call } from '../support/signed-request.ts';
import { OneOfEachResource } from '../support/one-of-each-resource.ts';
import { type TestUser } from '../ram/ram-account.ts';
import { RamApplication } from '../ram/ram-application.ts';

/** Operations that everyone may call, as documented, and one that refuses each of its entries by itself. */
const openToAll = ['sts:GetCallerIdentity', 'kms:DescribeRegions', 'kms:BatchGetSecretValue'];

/** Operations that are authorised by other actions than their own, as documented. Of ReEncrypt's two, the first. */
const authorizedAs: Readonly<Record<string, string>> = { 'kms:ReEncrypt': 'kms:ReEncryptFrom' };

const forbidden = /^User not authorized to operate on the specified resource, or this API doesn't support RAM\.$/;

/** The vendor's code and message for a refusal, by product. */
const words: Readonly<Record<string, readonly [code: string, message: RegExp]>> = {
  kms: ['Forbidden.NoPermission', /^This operation for (acs:kms:\S+|\*) is forbidden by permission system\.$/],
  ecs: ['Forbidden.RAM', forbidden],
  'yundun-bastionhost': ['Forbidden.RAM', forbidden],
  ram: ['NoPermission', /^You are not authorized to do this action\. Resource: acs:ram:\S+ Action: ram:[A-Z]\w+$/],
  bssopenapi: ['NotAuthorized', /^This API is not authorized for caller\.$/],
  sts: ['NoPermission', /^You are not authorized to do this action\. You should be authorized by RAM\.$/],
};

describe('a RAM user without policies', () => {
  let ram: RamApplication;
  let user: TestUser;
  let something: OneOfEachResource;
  beforeAll(async () => {
    ram = await RamApplication.start();
    user = await ram.newUser();
    something = await OneOfEachResource.make(ram.app);
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

  it('may call the operations that are open to all, and no others', () => {
    const open = ram.app
      .get(ActionRegistry)
      .all()
      .filter((action) => action.openToAll !== undefined);
    expect(open.map(nameOf).sort()).toEqual([...openToAll].sort());
  });

  /** Whether the audit trail has the refusal, under its code and with the resource that its message names. */
  async function isAudited({ RequestId, Code, Message }: Members, naming: boolean): Promise<boolean> {
    const sql = 'select result, resource from audit_events where request_id = $1';
    const rows = await ram.query<{ result: string; resource: string }>(sql, [RequestId]);
    const isNamed = rows.some(({ resource }) => Message.includes(` ${resource} `));
    return rows.length > 0 && rows.every(({ result }) => result === Code) && (!naming || isNamed);
  }

  it('is refused by every operation of every product, in the words of the product, and the trail says so', async () => {
    const guarded = ram.app
      .get(ActionRegistry)
      .all()
      .filter((action) => !openToAll.includes(nameOf(action)));
    const failures: string[] = [];
    for (const action of guarded) {
      const { status, body, text } = await send(action);
      const [code, message] = words[action.product.name] ?? [];
      const isRefused = status === 403 && body.Code === code && message?.test(body.Message);
      const isNamed = body.AccessDeniedDetail?.AuthAction === (authorizedAs[nameOf(action)] ?? nameOf(action));
      const naming = /acs:/.test(message?.source ?? '');
      if (!isRefused || !isNamed || !(await isAudited(body, naming)))
        failures.push(`${nameOf(action)}: ${text.slice(0, 300)}`);
    }
    expect(failures).toEqual([]);
    expect(guarded.length).toBeGreaterThan(80);
  });
});
