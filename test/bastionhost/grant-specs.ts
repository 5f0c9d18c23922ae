import { refusal, type Members } from '../support/api-clients.ts';
import { newAccount, type BastionAccount } from './bastion-account.ts';

export type GranteeKind = 'User' | 'UserGroup';
export type AssetKind = 'Host' | 'HostGroup';

interface Asset {
  readonly id: string;
  /** Ids of two accounts of a host; two names of accounts in a host group. */
  readonly accounts: readonly [string, string];
}

type Item = readonly [assetId: unknown, accounts?: readonly unknown[]];

/** What the operations on one kind of asset call their parameters and members. */
const words = {
  Host: { list: 'Hosts', id: 'HostId', ids: 'HostAccountIds', accounts: 'HostAccounts', account: 'HostAccountId' },
  HostGroup: {
    list: 'HostGroups',
    id: 'HostGroupId',
    ids: 'HostAccountNames',
    accounts: 'HostAccountNames',
    account: 'HostAccountName',
  },
} as const;

class GrantsUnderTest {
  private count = 0;

  private constructor(
    readonly bastion: BastionAccount,
    private readonly grantee: GranteeKind,
    private readonly asset: AssetKind,
  ) {}

  static async of(grantee: GranteeKind, asset: AssetKind): Promise<GrantsUnderTest> {
    return new GrantsUnderTest(await newAccount(), grantee, asset);
  }

  get list() {
    return words[this.asset].list;
  }

  newGrantee(): Promise<string> {
    const name = `grantee-${(this.count += 1)}`;
    return this.grantee === 'User' ? this.bastion.user(name) : this.bastion.userGroup(name);
  }

  async newAsset(): Promise<Asset> {
    const name = `asset-${(this.count += 1)}`;
    if (this.asset === 'HostGroup') return { id: await this.bastion.hostGroup(name), accounts: ['deploy', 'root'] };
    const id = await this.bastion.host({ HostName: name });
    return { id, accounts: [await this.bastion.account(id, 'root'), await this.bastion.account(id, 'deploy')] };
  }

  named(grantee: unknown): Members {
    return { [`${this.grantee}Id`]: grantee };
  }

  /** AttachHostAccountsToUserGroup, DetachHostGroupAccountsFromUser and the like. */
  async call(verb: 'Attach' | 'Detach', grantee: unknown, list: unknown): Promise<Members[]> {
    const action = `${verb}${this.asset}Accounts${verb === 'Attach' ? 'To' : 'From'}${this.grantee}`;
    return (await this.bastion.call(action, { ...this.named(grantee), [this.list]: list }))['Results'];
  }

  change(verb: 'Attach' | 'Detach', grantee: unknown, ...items: Item[]): Promise<Members[]> {
    return this.call(verb, grantee, this.items(items));
  }

  items(items: readonly Item[]): Members[] {
    const { id, ids } = words[this.asset];
    return items.map(([asset, accounts]) => ({ [id]: asset, ...(accounts ? { [ids]: accounts } : {}) }));
  }

  /** The accounts that are attached to the grantee itself. */
  async granted(grantee: string, { id }: Asset): Promise<string[]> {
    const asked = { ...this.named(grantee), [words[this.asset].id]: id };
    if (this.asset === 'HostGroup') {
      return (await this.bastion.call(`ListHostGroupAccountNamesFor${this.grantee}`, asked))['HostAccountNames'];
    }
    const { HostAccounts } = await this.bastion.call(`ListHostAccountsFor${this.grantee}`, asked);
    return HostAccounts.filter((each: Members) => each['IsAuthorized']).map((each: Members) => each['HostAccountId']);
  }

  /** The ids of the listed assets, and their total number. */
  async listed(grantee: unknown, more: Members = {}): Promise<[string[], number]> {
    const answer = await this.bastion.call(`List${this.list}For${this.grantee}`, { ...this.named(grantee), ...more });
    return [answer[this.list].map((each: Members) => each[words[this.asset].id]), answer['TotalCount']];
  }

  result(grantee: string, asset: string, Code: string, accounts: [string, string][] = []): Members {
    const { id, accounts: list, account } = words[this.asset];
    const results = accounts.map(([each, code]) => ({ [account]: each, Code: code, Message: '' }));
    return { ...this.named(grantee), [id]: asset, Code, Message: '', [list]: results };
  }
}

function suite(
  grantee: GranteeKind,
  asset: AssetKind,
  action: string,
  tests: (grants: () => GrantsUnderTest) => void,
): void {
  describe(action, () => {
    let grants: GrantsUnderTest;
    beforeAll(async () => {
      grants = await GrantsUnderTest.of(grantee, asset);
    });
    tests(() => grants);
  });
}

export function describeAttach(grantee: GranteeKind, asset: AssetKind): void {
  suite(grantee, asset, `Attach${asset}AccountsTo${grantee}`, (grants) => {
    it('answers for each asset and account, and grants those, by ids that are text or numbers', async () => {
      const [to, { id, accounts }] = [await grants().newGrantee(), await grants().newAsset()];
      await expect(grants().change('Attach', Number(to), [Number(id), [accounts[0]]])).resolves.toEqual([
        grants().result(to, id, 'OK', [[accounts[0], 'OK']]),
      ]);
      await expect(grants().granted(to, { id, accounts })).resolves.toEqual([accounts[0]]);
    });

    it('answers for an asset alone, which grants no account of it', async () => {
      const [to, made] = [await grants().newGrantee(), await grants().newAsset()];
      await expect(grants().change('Attach', to, [made.id])).resolves.toEqual([grants().result(to, made.id, 'OK')]);
      await expect(grants().granted(to, made)).resolves.toEqual([]);
      await expect(grants().listed(to)).resolves.toEqual([[made.id], 1]);
    });

    it("answers with the item's code for what is granted already, and grants the rest", async () => {
      const [to, made] = [await grants().newGrantee(), await grants().newAsset()];
      const [one, two] = made.accounts;
      await grants().change('Attach', to, [made.id, [one]]);
      await expect(grants().change('Attach', to, [made.id])).resolves.toMatchObject([
        { Code: 'OBJECT_AlREADY_EXISTS' },
      ]);
      await expect(grants().change('Attach', to, [made.id, [two, one]])).resolves.toEqual([
        grants().result(to, made.id, 'OK', [
          [two, 'OK'],
          [one, 'OBJECT_AlREADY_EXISTS'],
        ]),
      ]);
      await expect(grants().granted(to, made)).resolves.toEqual([one, two]);
    });

    it("answers with the item's code for what does not exist or is another account's", async () => {
      const others = await GrantsUnderTest.of(grantee, asset);
      const [to, { id, accounts }] = [await grants().newGrantee(), await grants().newAsset()];
      const [stranger, theirs] = [await others.newGrantee(), await others.newAsset()];
      for (const [who, what] of [
        ['999999', id],
        [stranger, id],
        [to, '999999'],
        [to, theirs.id],
      ] as const) {
        await expect(grants().change('Attach', who, [what, [accounts[0]]])).resolves.toEqual([
          grants().result(who, what, 'OBJECT_NOT_FOUND', [[accounts[0], 'OBJECT_NOT_FOUND']]),
        ]);
      }
    });

    it('answers OK once when two calls attach the same at the same time', async () => {
      const [to, { id, accounts }] = [await grants().newGrantee(), await grants().newAsset()];
      const both = await Promise.all([
        grants().change('Attach', to, [id, accounts]),
        grants().change('Attach', to, [id, accounts.toReversed()]),
      ]);
      const codes = both.flat().flatMap((result) => result[words[asset].accounts].map(({ Code }: Members) => Code));
      expect(codes.filter((code) => code === 'OK')).toHaveLength(2);
    });

    refusesLists(asset, grants, 'Attach');
  });
}

export function describeDetach(grantee: GranteeKind, asset: AssetKind): void {
  suite(grantee, asset, `Detach${asset}AccountsFrom${grantee}`, (grants) => {
    async function attached(): Promise<[string, Asset]> {
      const [to, made] = [await grants().newGrantee(), await grants().newAsset()];
      await grants().change('Attach', to, [made.id, made.accounts]);
      return [to, made];
    }

    it('answers for each account, takes those away and leaves the others', async () => {
      const [to, made] = await attached();
      const [one, two] = made.accounts;
      await expect(grants().change('Detach', to, [made.id, [one]])).resolves.toEqual([
        grants().result(to, made.id, 'OK', [[one, 'OK']]),
      ]);
      await expect(grants().granted(to, made)).resolves.toEqual([two]);
      await expect(grants().listed(to)).resolves.toEqual([[made.id], 1]);
    });

    it('takes all accounts away with their asset when that alone is named', async () => {
      const [to, made] = await attached();
      await expect(grants().change('Detach', to, [made.id])).resolves.toEqual([grants().result(to, made.id, 'OK')]);
      await expect(grants().granted(to, made)).resolves.toEqual([]);
      await expect(grants().listed(to)).resolves.toEqual([[], 0]);
    });

    it("answers with the item's code, not a refusal, for what is detached already or gone, as Terraform needs", async () => {
      const [to, { id, accounts }] = await attached();
      await grants().change('Detach', to, [id]);
      const gone = [grants().result(to, id, 'OBJECT_NOT_FOUND', [[accounts[0], 'OBJECT_NOT_FOUND']])];
      await expect(grants().change('Detach', to, [id, [accounts[0]]])).resolves.toEqual(gone);
      await grants().bastion.call(`Delete${asset}`, { [words[asset].id]: id });
      await expect(grants().change('Detach', to, [id, [accounts[0]]])).resolves.toEqual(gone);
      await expect(grants().change('Detach', '999999', [id])).resolves.toMatchObject([{ Code: 'OBJECT_NOT_FOUND' }]);
    });

    it('leaves the grants of others', async () => {
      const [to, made] = await attached();
      const other = await grants().newGrantee();
      await grants().change('Attach', other, [made.id, made.accounts]);
      await grants().change('Detach', to, [made.id]);
      await expect(grants().granted(other, made)).resolves.toEqual(made.accounts);
    });

    refusesLists(asset, grants, 'Detach');
  });
}

/** ListHostsFor… or ListHostGroupsFor…. */
export function describeListAssets(grantee: GranteeKind, asset: AssetKind): void {
  const name = asset === 'Host' ? 'HostName' : 'HostGroupName';
  suite(grantee, asset, `List${asset}sFor${grantee}`, (grants) => {
    let to: string;
    let made: string[];
    beforeAll(async () => {
      to = await grants().newGrantee();
      made = [];
      for (let n = 0; n < 4; n += 1) made.push((await grants().newAsset()).id);
      await grants().change('Attach', to, [made[0]], [made[2]]);
      await grants().change('Attach', await grants().newGrantee(), [made[1]]);
    });

    it('answers with what is attached, in order of creation, as List shows it', async () => {
      await expect(grants().listed(to)).resolves.toEqual([[made[0], made[2]], 2]);
      const list = `List${asset}sFor${grantee}`;
      const granted = (await grants().bastion.call(list, grants().named(to)))[grants().list][0];
      const all = (await grants().bastion.call(`List${asset}s`, {}))[grants().list];
      expect(all[0]).toMatchObject(granted);
    });

    it.each<[string, (id: string[]) => Members, number[], number]>([
      ['the mode Authorized', () => ({ Mode: 'Authorized' }), [0, 2], 2],
      ['the mode Unauthorized, with all others', () => ({ Mode: 'Unauthorized' }), [1, 3], 2],
      ['a name', () => ({ [name]: 'asset-4' }), [2], 1],
      ['a name that is not attached', () => ({ [name]: 'asset-3' }), [], 0],
      ['a name and the mode', () => ({ [name]: 'asset-3', Mode: 'Unauthorized' }), [1], 1],
      ['pages', () => ({ PageNumber: 2, PageSize: 1 }), [2], 2],
      ['a page size of 0', () => ({ PageSize: 0 }), [0, 2], 2],
      ['a page past the end', () => ({ PageNumber: 9 }), [], 2],
    ])('answers by %s', async (_, parameters, expected, total) => {
      await expect(grants().listed(to, parameters(made))).resolves.toEqual([expected.map((n) => made[n]), total]);
    });

    refusesLookUps(grantee, (id, more) => grants().listed(id, more));

    it('refuses an unknown mode', async () => {
      await expect(refusal(grants().listed(to, { Mode: 'All' }))).resolves.toMatchObject({ code: 'InvalidParameter' });
    });
  });
}

/** ListHostGroupAccountNamesFor…. */
export function describeListAccountNames(grantee: GranteeKind): void {
  suite(grantee, 'HostGroup', `ListHostGroupAccountNamesFor${grantee}`, (grants) => {
    const list = async (id: unknown, more: Members = {}) =>
      grants().bastion.call(`ListHostGroupAccountNamesFor${grantee}`, {
        ...grants().named(id),
        HostGroupId: (await grants().newAsset()).id,
        ...more,
      });

    it('answers with the names that are attached, and with an empty list for none', async () => {
      const [to, made] = [await grants().newGrantee(), await grants().newAsset()];
      await grants().change('Attach', to, [made.id, ['svc@corp.example', 'root']]);
      const { HostAccountNames } = await list(to, { HostGroupId: made.id });
      expect(HostAccountNames.sort()).toEqual(['root', 'svc@corp.example']);
      await expect(list(to)).resolves.toMatchObject({ HostAccountNames: [] });
    });

    refusesLookUps(grantee, list);

    it('refuses an unknown host group', async () => {
      const answer = list(await grants().newGrantee(), { HostGroupId: '999999' });
      await expect(refusal(answer)).resolves.toMatchObject({ code: 'HostGroupNotFound', status: 404 });
    });
  });
}

function refusesLookUps(grantee: GranteeKind, list: (id: unknown, more?: Members) => Promise<unknown>): void {
  it.each([
    ['an unknown one', '999999', {}, `${grantee}NotFound`, 404],
    ['none', undefined, {}, `Missing${grantee}Id`, 400],
    ['a name for an id', 'alice', {}, 'InvalidParameter', 400],
    ['an unknown instance', '1', { InstanceId: 'other' }, 'Commodity.BizError.InvalidStatus', 400],
  ])(`refuses, where it names the ${grantee}, %s`, async (_, id, more, code, status) => {
    await expect(refusal(list(id, more))).resolves.toMatchObject({ code, status });
  });
}

function refusesLists(asset: AssetKind, grants: () => GrantsUnderTest, verb: 'Attach' | 'Detach'): void {
  const { id, ids, list } = words[asset];
  const many = (count: number) => Array.from({ length: count }, (_, n) => String(n + 1));
  const control = asset === 'Host' ? 'root' : 'ro\u0007ot';
  it.each([
    ['none', undefined, `Missing${list}`],
    ['an empty list', [], 'InvalidParameter'],
    ['no list', { [id]: '1' }, 'InvalidParameter'],
    ['an item that is not an object', ['1'], 'InvalidParameter'],
    ['an item without its id', [{ [ids]: ['1'] }], 'InvalidParameter'],
    ['a name for an id', [{ [id]: 'web-01' }], 'InvalidParameter'],
    ['an account that cannot be one', [{ [id]: '1', [ids]: [control] }], 'InvalidParameter'],
    ['an unknown member', [{ [id]: '1', Admin: true }], 'InvalidParameter'],
    ['11 items', many(11).map((each) => ({ [id]: each })), 'InvalidParameter'],
    ['11 accounts', [{ [id]: '1', [ids]: many(11) }], 'InvalidParameter'],
  ])('refuses parameters: %s', async (_, items, code) => {
    await expect(refusal(grants().call(verb, '1', items))).resolves.toMatchObject({ code, status: 400 });
  });
}
