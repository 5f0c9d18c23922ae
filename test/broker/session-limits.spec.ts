import { join } from 'node:path';
import { Events } from '../../src/events/events.api.ts';
import { eventually } from '../support/eventually.ts';
import { openTerminal, type OpensshTerminal } from '../support/openssh-terminal.ts';
import { describeWithSshd } from '../support/requirements.ts';
import { account, BrokerUnderTest, type Server } from './broker-under-test.ts';
import { TwoBrokers } from './two-brokers.ts';

const minute = 60_000;

describeWithSshd('sessions that last too long', () => {
  let both: TwoBrokers;
  let administration: BrokerUnderTest;
  let broker: BrokerUnderTest;
  let web: Server;
  let number = 0;
  /** How many changes of settings the broker has heard of. */
  let heard = 0;

  beforeAll(async () => {
    both = await TwoBrokers.start();
    ({ administration, broker } = both);
    web = await administration.server('web-01');
    broker.app.get(Events).subscribe('BastionSettingsChanged', () => void (heard += 1));
  });
  beforeEach(() => limit({ IdleTimeout: '0', DurationLimit: '0' }));
  afterAll(() => both.stop());

  const set = (settings: Record<string, string>) => administration.bastionhost('ModifyInstanceSettings', settings);

  /** Also waits until the broker has heard of it: what follows lets minutes pass, and then it is old news. */
  async function limit(settings: Record<string, string>): Promise<void> {
    const before = heard;
    await set(settings);
    await eventually('the broker has heard of it', () => heard > before);
  }

  interface Shell {
    readonly terminal: OpensshTerminal;
    readonly user: string;
    readonly options: readonly string[];
  }

  async function openShell(): Promise<Shell> {
    const user = `user-${(number += 1)}`;
    await administration.engineer(user, [web]);
    const options = [`ControlPath ${join(broker.client.folder, user)}`];
    const login = { ...broker.login(`${user}@${account}@web-01`), options: [...options, 'ControlMaster yes'] };
    const terminal = await openTerminal(broker.client, login);
    await terminal.shows(/\$ $/);
    return { terminal, user, options };
  }

  async function type({ terminal }: Shell, word: string): Promise<void> {
    terminal.write(`echo ${word}''ed\r`);
    await terminal.shows(new RegExp(`${word}ed\r\n`));
  }

  /** For both processes: an event that is minutes old is old news. */
  async function pass(ms: number): Promise<void> {
    for (const { app } of [administration, broker]) app.clock.advance(ms);
  }

  /** Expects the session to end for this reason after the change. */
  async function expectEnd({ terminal, user }: Shell, reason: string, change: () => Promise<unknown>): Promise<void> {
    await change();
    const since = performance.now();
    await terminal.shows(new RegExp(`sallyport: ${reason}\r\n`));
    expect(await terminal.ended).toBe(255);
    const ended = performance.now() - since;
    process.stdout.write(`${reason}: ended after ${ended.toFixed()} ms\n`);
    expect(ended).toBeLessThan(10_000);
    const rowOf = async () => (await broker.sessions()).find(({ user_name }) => user_name === user);
    await eventually('its row is closed', async () => Boolean((await rowOf())?.['ended_at']));
    expect(await rowOf()).toMatchObject({ state: 'failed', end_reason: reason });
  }

  it('end when the engineer has sent nothing for the idle time; whoever types stays', async () => {
    await limit({ IdleTimeout: '5' });
    const [idle, busy] = [await openShell(), await openShell()];
    await pass(4 * minute);
    await type(busy, 'work');
    await expectEnd(idle, 'nothing was sent for 5 minutes', () => pass(minute));
    await type(busy, 'more');
    busy.terminal.close();
  });

  it('are busy when a further command is started, also one that sends nothing; its output is not input', async () => {
    await limit({ IdleTimeout: '5' });
    const shell = await openShell();
    await pass(4 * minute);
    const login = { ...broker.login('nobody'), options: [...shell.options, 'ControlMaster no'] };
    expect((await broker.client.ssh(login, 'hostname')).stdout.toString()).toBe('web-01\n');
    await pass(minute);
    await type(shell, 'here');
    shell.terminal.write("echo beg''un; sleep 0.3; echo outp''ut\r");
    await shell.terminal.shows(/begun\r\n/);
    await pass(minute);
    await shell.terminal.shows(/output\r\n/);
    await expectEnd(shell, 'nothing was sent for 5 minutes', () => pass(4 * minute));
  });

  it('end when their time is over, whatever the engineer does', async () => {
    await limit({ DurationLimit: '30' });
    const shell = await openShell();
    await pass(29 * minute);
    await type(shell, 'work');
    await expectEnd(shell, 'sessions end after 30 minutes here', () => pass(minute));
  });

  it.each([
    ['IdleTimeout', 'nothing was sent for 1 minute'],
    ['DurationLimit', 'sessions end after 1 minute here'],
  ])('end within a second when %s is set on the open connection', async (setting, reason) => {
    const shell = await openShell();
    await pass(minute);
    await expectEnd(shell, reason, () => set({ [setting]: '1' }));
  });

  it('stay without a limit', async () => {
    const shell = await openShell();
    await pass(600 * minute);
    await type(shell, 'patient');
    shell.terminal.write('exit\r');
    expect(await shell.terminal.ended).toBe(0);
  });
});
