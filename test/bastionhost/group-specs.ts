import { refusal, type Members } from '../support/api-clients.ts';
import { newAccount, type BastionAccount } from './bastion-account.ts';

/** User groups and host groups have the same operations, under the names of what they are groups of. */
export type MemberKind = 'User' | 'Host';

const longest = 'n'.repeat(128);

class GroupsUnderTest {
  private constructor(
    readonly bastion: BastionAccount,
    private readonly kind: MemberKind,
  ) {}

  static async of(kind: MemberKind): Promise<GroupsUnderTest> {
    return new GroupsUnderTest(await newAccount(), kind);
  }

  get group(): string {
    return `${this.kind}Group`;
  }

  async create(name: string, more: Members = {}): Promise<string> {
    const answer = await this.call('Create', { [`${this.group}Name`]: name, ...more });
    return answer[`${this.group}Id`];
  }

  /** Create, Get, Modify or Delete. */
  call(verb: string, parameters: Members): Promise<Members> {
    return this.bastion.call(`${verb}${this.group}`, parameters);
  }

  async get(id: string): Promise<Members> {
    return (await this.call('Get', this.id(id)))[this.group];
  }

  list(parameters: Members = {}): Promise<Members> {
    return this.bastion.call(`List${this.group}s`, parameters);
  }

  /** AddUsersToGroup, RemoveHostsFromGroup and the like. */
  async change(verb: 'Add' | 'Remove', groupId: string, memberIds: unknown): Promise<Members[]> {
    const action = `${verb}${this.kind}s${verb === 'Add' ? 'To' : 'From'}Group`;
    const { Results } = await this.bastion.call(action, { ...this.id(groupId), [`${this.kind}Ids`]: memberIds });
    return Results;
  }

  async members(groupId: string): Promise<string[]> {
    const answer = await this.bastion.call(`List${this.kind}s`, this.id(groupId));
    return answer[`${this.kind}s`].map((member: Members) => member[`${this.kind}Id`]);
  }

  newMember(name: string): Promise<string> {
    return this.kind === 'User' ? this.bastion.user(name) : this.bastion.host({ HostName: name });
  }

  id(id: unknown): Members {
    return { [`${this.group}Id`]: id };
  }

  result(groupId: string, memberId: string, Code: string): Members {
    return { ...this.id(groupId), [`${this.kind}Id`]: memberId, Code, Message: '' };
  }
}

/** A suite about the groups of an account of its own. */
function suite(kind: MemberKind, action: string, tests: (groups: () => GroupsUnderTest) => void): void {
  describe(action, () => {
    let groups: GroupsUnderTest;
    beforeAll(async () => {
      groups = await GroupsUnderTest.of(kind);
    });
    tests(() => groups);
  });
}

export function describeCreateGroup(kind: MemberKind): void {
  suite(kind, `Create${kind}Group`, (groups) => {
    it.each([
      ['a name and a comment', 'web', { Comment: 'front <&> "end"\nof the shop' }],
      ['a name of 128 characters, and no comment', longest, {}],
      ['a name with characters of any language', 'équipe 運維 %_', {}],
    ])('answers with the id of a new group: %s', async (_, name, more) => {
      const id = await groups().create(name, more);
      expect(id).toMatch(/^\d+$/);
      await expect(groups().get(id)).resolves.toEqual({
        ...groups().id(id),
        [`${kind}GroupName`]: name,
        Comment: '',
        ...more,
      });
    });

    it('refuses a name that the instance has, and makes one group of two calls at the same time', async () => {
      const both = await Promise.allSettled([1, 2].map(() => groups().create('twice')));
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      await expect(refusal(groups().create('twice'))).resolves.toMatchObject({
        code: `${kind}GroupAlreadyExists`,
        status: 400,
      });
    });

    it('takes a name that another account has', async () => {
      await groups().create('shared');
      await expect((await GroupsUnderTest.of(kind)).create('shared')).resolves.toMatch(/^\d+$/);
    });

    it.each([
      ['no name', undefined, {}, `Missing${kind}GroupName`],
      ['a name of 129 characters', `${longest}n`, {}, 'InvalidParameter'],
      ['a name with an escape', 'red\u001b[31m', {}, 'InvalidParameter'],
      ['a comment of 501 characters', 'web-2', { Comment: 'c'.repeat(501) }, 'InvalidParameter'],
      ['a project', 'web-3', { ProjectId: '1' }, 'InvalidParameter'],
    ])('refuses parameters: %s', async (_, name, more, code) => {
      const created = groups().create(name as string, more);
      await expect(refusal(created)).resolves.toMatchObject({ code, status: 400 });
    });
  });
}

export function describeGetGroup(kind: MemberKind): void {
  suite(kind, `Get${kind}Group`, (groups) => {
    it('answers with the group, by an id that is text or a number', async () => {
      const id = await groups().create('web', { Comment: 'front end' });
      const group = { ...groups().id(id), [`${kind}GroupName`]: 'web', Comment: 'front end' };
      await expect(groups().get(id)).resolves.toEqual(group);
      await expect(groups().get(Number(id) as unknown as string)).resolves.toEqual(group);
    });

    refusesUnknownGroup(kind, groups, 'Get');
  });
}

export function describeListGroups(kind: MemberKind): void {
  suite(kind, `List${kind}Groups`, (groups) => {
    const names = ({ [`${kind}Groups`]: listed }: Members) => listed.map((group: Members) => group[`${kind}GroupName`]);

    it('answers with an empty list where there are none', async () => {
      await expect(groups().list()).resolves.toMatchObject({ [`${kind}Groups`]: [], TotalCount: 0 });
    });

    it('answers with every group in order of creation, and how many members each has', async () => {
      const [first] = [await groups().create('b', { Comment: 'first' }), await groups().create('a')];
      await groups().change('Add', first, [await groups().newMember('one'), await groups().newMember('two')]);
      const answer = await groups().list({ PageSize: 0 });
      expect([names(answer), answer['TotalCount']]).toEqual([['b', 'a'], 2]);
      expect(answer[`${kind}Groups`][0]).toEqual({
        ...groups().id(first),
        [`${kind}GroupName`]: 'b',
        Comment: 'first',
        MemberCount: 2,
      });
      expect(answer[`${kind}Groups`][1].MemberCount).toBe(0);
    });

    it.each([
      ['a name', { [`${kind}GroupName`]: 'a' }, ['a']],
      ['a name that no group has', { [`${kind}GroupName`]: 'A' }, []],
      ['pages', { PageNumber: 2, PageSize: 1 }, ['a']],
      ['a page past the end', { PageNumber: 3, PageSize: 1 }, []],
    ])('answers by %s', async (_, filter, expected) => {
      expect(names(await groups().list(filter))).toEqual(expected);
    });

    it.each([
      ['a page size of 101', { PageSize: 101 }],
      ['a page number of 0', { PageNumber: 0 }],
    ])('refuses parameters: %s', async (_, filter) => {
      await expect(refusal(groups().list(filter))).resolves.toMatchObject({ code: 'InvalidParameter', status: 400 });
    });
  });
}

export function describeModifyGroup(kind: MemberKind): void {
  suite(kind, `Modify${kind}Group`, (groups) => {
    const name = `${kind}GroupName`;

    it('changes what is given and leaves the rest, which an empty text does too', async () => {
      const id = await groups().create('web', { Comment: 'front end' });
      const modify = (change: Members) => groups().call('Modify', { ...groups().id(id), ...change });
      await modify({ [name]: 'app' });
      await expect(groups().get(id)).resolves.toMatchObject({ [name]: 'app', Comment: 'front end' });
      await modify({ Comment: 'back end', [name]: '' });
      await expect(groups().get(id)).resolves.toMatchObject({ [name]: 'app', Comment: 'back end' });
      await modify({});
      await expect(groups().get(id)).resolves.toMatchObject({ [name]: 'app', Comment: 'back end' });
    });

    it('refuses a name that another group has, though not its own', async () => {
      const id = await groups().create('mine');
      await groups().create('taken');
      const rename = (to: string) => groups().call('Modify', { ...groups().id(id), [name]: to });
      await expect(refusal(rename('taken'))).resolves.toMatchObject({ code: `${kind}GroupAlreadyExists`, status: 400 });
      await rename('mine');
    });

    it('refuses parameters: a name with an escape', async () => {
      const id = await groups().create('plain');
      const answer = groups().call('Modify', { ...groups().id(id), [name]: 'a\u0007' });
      await expect(refusal(answer)).resolves.toMatchObject({ code: 'InvalidParameter', status: 400 });
    });

    refusesUnknownGroup(kind, groups, 'Modify');
  });
}

export function describeDeleteGroup(kind: MemberKind): void {
  suite(kind, `Delete${kind}Group`, (groups) => {
    it('deletes the group and leaves its members; the name is free again', async () => {
      const id = await groups().create('web');
      const member = await groups().newMember('stays');
      await groups().change('Add', id, [member]);
      await groups().call('Delete', groups().id(id));
      await expect(refusal(groups().get(id))).resolves.toMatchObject({ code: `${kind}GroupNotFound` });
      await expect(groups().bastion.call(`Get${kind}`, { [`${kind}Id`]: member })).resolves.toBeDefined();
      await expect(groups().create('web')).resolves.not.toBe(id);
    });

    refusesUnknownGroup(kind, groups, 'Delete');
  });
}

export function describeAddToGroup(kind: MemberKind): void {
  suite(kind, `Add${kind}sToGroup`, (groups) => {
    it('answers for each member, and adds those that there are, by ids that are text or numbers', async () => {
      const id = await groups().create('web');
      const [one, two] = [await groups().newMember('one'), await groups().newMember('two')];
      const results = await groups().change('Add', id, [one, Number(two), '999999', one]);
      expect(results).toEqual([
        groups().result(id, one, 'OK'),
        groups().result(id, two, 'OK'),
        groups().result(id, '999999', 'OBJECT_NOT_FOUND'),
        groups().result(id, one, 'OBJECT_AlREADY_EXISTS'),
      ]);
      await expect(groups().members(id)).resolves.toEqual([one, two]);
    });

    it('answers with the code of the item for a group, and for a member, of another account', async () => {
      const others = await GroupsUnderTest.of(kind);
      const [id, member] = [await groups().create('mine'), await groups().newMember('mine')];
      const [theirs, stranger] = [await others.create('theirs'), await others.newMember('theirs')];
      for (const [group, thing] of [
        [theirs, member],
        [id, stranger],
        ['999999', member],
      ] as const) {
        const results = await groups().change('Add', group, [thing]);
        expect(results).toEqual([groups().result(group, thing, 'OBJECT_NOT_FOUND')]);
      }
      await expect(others.members(theirs)).resolves.toEqual([]);
    });

    it('adds all, once, when two calls add the same members in different orders at the same time', async () => {
      const id = await groups().create('race');
      const members = await Promise.all(['a', 'b', 'c', 'd'].map((name) => groups().newMember(`race-${name}`)));
      const both = await Promise.all([
        groups().change('Add', id, members),
        groups().change('Add', id, members.toReversed()),
      ]);
      const codes = both.flat().map(({ Code }) => Code);
      expect(codes.filter((code) => code === 'OK')).toHaveLength(4);
      expect((await groups().members(id)).sort()).toEqual(members.sort());
    });

    refusesMemberLists(kind, groups, 'Add');
  });
}

export function describeRemoveFromGroup(kind: MemberKind): void {
  suite(kind, `Remove${kind}sFromGroup`, (groups) => {
    it('answers for each member, and removes those that were in the group', async () => {
      const id = await groups().create('web');
      const [one, two] = [await groups().newMember('one'), await groups().newMember('two')];
      await groups().change('Add', id, [one, two]);
      await expect(groups().change('Remove', id, [one, '999999', one])).resolves.toEqual([
        groups().result(id, one, 'OK'),
        groups().result(id, '999999', 'OBJECT_NOT_FOUND'),
        groups().result(id, one, 'OBJECT_NOT_FOUND'),
      ]);
      await expect(groups().members(id)).resolves.toEqual([two]);
    });

    it('answers with the code of the item, not a refusal, for what is gone, as Terraform needs', async () => {
      const id = await groups().create('gone');
      const member = await groups().newMember('gone');
      const gone = groups().result(id, member, 'OBJECT_NOT_FOUND');
      await expect(groups().change('Remove', id, [member])).resolves.toEqual([gone]);
      await groups().call('Delete', groups().id(id));
      await expect(groups().change('Remove', id, [member])).resolves.toEqual([gone]);
    });

    it('leaves the members of a group of another account', async () => {
      const others = await GroupsUnderTest.of(kind);
      const [theirs, stranger] = [await others.create('theirs'), await others.newMember('theirs')];
      await others.change('Add', theirs, [stranger]);
      await groups().change('Remove', theirs, [stranger]);
      await expect(others.members(theirs)).resolves.toEqual([stranger]);
    });

    refusesMemberLists(kind, groups, 'Remove');
  });
}

function refusesUnknownGroup(kind: MemberKind, groups: () => GroupsUnderTest, verb: string): void {
  it.each([
    ['an unknown group, with OBJECT_NOT_FOUND for Terraform', '999999', `${kind}GroupNotFound`, 404],
    ['no group', undefined, `Missing${kind}GroupId`, 400],
    ['a name for an id', 'web', 'InvalidParameter', 400],
  ])('refuses %s', async (_, id, code, status) => {
    const change = verb === 'Modify' ? { Comment: 'new' } : {};
    const error = await groups()
      .call(verb, { ...groups().id(id), ...change })
      .catch((reason) => reason);
    expect(error.code).toBe(code);
    if (status === 404) expect(error.data).toMatchObject({ ErrorCode: 'OBJECT_NOT_FOUND' });
  });

  it("refuses another account's group", async () => {
    const theirs = await (await GroupsUnderTest.of(kind)).create('theirs');
    const answer = groups().call(verb, { ...groups().id(theirs), Comment: verb === 'Modify' ? 'new' : undefined });
    await expect(refusal(answer)).resolves.toMatchObject({ code: `${kind}GroupNotFound`, status: 404 });
  });
}

function refusesMemberLists(kind: MemberKind, groups: () => GroupsUnderTest, verb: 'Add' | 'Remove'): void {
  it.each([
    ['no members', undefined, `Missing${kind}Ids`],
    ['101 members', Array.from({ length: 101 }, (_, n) => String(n + 1)), 'InvalidParameter'],
    ['a name for an id', ['web-01'], 'InvalidParameter'],
    ['a list in a list', [['1']], 'InvalidParameter'],
  ])('refuses parameters: %s', async (_, ids, code) => {
    await expect(refusal(groups().change(verb, '1', ids))).resolves.toMatchObject({ code, status: 400 });
  });
}
