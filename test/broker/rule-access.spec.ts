import { join } from 'node:path';
import { mock } from 'node:test';
import { ConnectionPermits } from '../../src/bastionhost/connection-permits.api.ts';
import { eventually } from '../support/eventually.ts';
import { openTerminal, type OpensshTerminal } from '../support/openssh-terminal.ts';
import { describeWithSshd } from '../support/requirements.ts';
import { account, BrokerUnderTest, type Server } from './broker-under-test.ts';
import { TwoBrokers } from './two-brokers.ts';

/** A user whom one rule gives access to the server. */
interface Engagement {
  readonly name: string;
  readonly userId: string;
  readonly RuleId: string;
}

describeWithSshd('access through a rule', () => {
  let both: TwoBrokers;
  let administration: BrokerUnderTest;
  let broker: BrokerUnderTest;
  let web: Server;
  let number = 0;

  beforeAll(async () => {
    both = await TwoBrokers.start();
    ({ administration, broker } = both);
    web = await administration.server('web-01');
  });

  afterAll(() => both.stop());

  async function engage(window: { EffectiveEndTime?: string } = {}): Promise<Engagement> {
    const name = `user-${(number += 1)}`;
    const userId = await administration.engineer(name);
    const { RuleId } = await administration.bastionhost('CreateRule', {
      RuleName: name,
      'UserIds.1': userId,
      'Hosts.1.HostId': web.hostId,
      'Hosts.1.HostAccountIds.1': web.hostAccountId,
      ...window,
    });
    return { name, userId, RuleId };
  }

  const inSeconds = (seconds: number) => String(Math.floor(broker.app.clock.now().getTime() / 1000) + seconds);
  const loginOf = ({ name }: Engagement) => broker.login(`${name}@${account}@web-01`);
  const modify = ({ RuleId }: Engagement, change: Record<string, string>) =>
    administration.bastionhost('ModifyRule', { RuleId, ...change });
  const disable = ({ RuleId }: Engagement) => administration.bastionhost('DisableRule', { RuleId });

  async function openShell(engagement: Engagement): Promise<OpensshTerminal> {
    const options = [`ControlPath ${join(broker.client.folder, engagement.name)}`, 'ControlMaster yes'];
    const terminal = await openTerminal(broker.client, { ...loginOf(engagement), options });
    await terminal.shows(/\$ $/);
    return terminal;
  }

  it.each<[string, { EffectiveEndTime?: string } | undefined, (engagement: Engagement) => Promise<unknown>]>([
    ['the rule is disabled', {}, disable],
    ['the rule is deleted', {}, ({ RuleId }) => administration.bastionhost('DeleteRule', { RuleId })],
    ['the rule loses the user', {}, (it) => modify(it, { UserIds: '[]' })],
    ['the rule loses the host', {}, (it) => modify(it, { Hosts: '[]' })],
    ['the window is moved into the past', {}, (it) => modify(it, { EffectiveEndTime: '1' })],
    ['the window ends, without any call', undefined, async () => broker.app.clock.advance(61_000)],
  ])(
    'Z3: is there until %s: then an open connection ends and says why, and another does not',
    async (change, window, end) => {
      const engagement = await engage(window ?? { EffectiveEndTime: inSeconds(60) });
      const bystander = await engage();
      const [shell, other] = [await openShell(engagement), await openShell(bystander)];
      await end(engagement);
      const since = performance.now();
      await shell.shows(/sallyport: access to this host account was withdrawn\r\n/);
      expect(await shell.ended).toBe(255);
      const ended = performance.now() - since;
      process.stdout.write(`${change}: ended after ${ended.toFixed()} ms\n`);
      expect(ended).toBeLessThan(10_000);
      expect((await broker.client.ssh(loginOf(engagement), 'hostname')).status).not.toBe(0);
      expect((await broker.client.ssh(loginOf(bystander), 'hostname')).stdout.toString()).toBe('web-01\n');
      other.close();
    },
  );

  it('stays on an open connection while another grant holds', async () => {
    const engagement = await engage();
    const shell = await openShell(engagement);
    await administration.grant(engagement.userId, web);
    const review = mock.method(broker.app.get(ConnectionPermits), 'review');
    await disable(engagement);
    await eventually('it was reviewed', () =>
      review.mock.calls.some(({ arguments: [permits] }) =>
        permits.some(({ user }) => user.userId === engagement.userId),
      ),
    );
    const reviewed = await Promise.all(review.mock.calls.map(({ result }) => result));
    review.mock.restore();
    expect(reviewed.flat().filter((standing) => standing?.loss)).toEqual([]);
    shell.write('hostname\n');
    await shell.shows(/web-01/);
    shell.close();
  });
});
