import { setTimeout as delay } from 'node:timers/promises';
import { Linger } from '../../../src/broker/relay/linger.ts';
import { eventually } from '../../support/eventually.ts';

describe('the linger', () => {
  let waiting: number;
  let partings: number;
  let linger: Linger;
  beforeEach(() => {
    waiting = partings = 0;
    linger = new Linger(
      { afterLastMs: 50, atMostMs: 200 },
      () => waiting,
      () => partings++,
    );
  });
  afterEach(() => linger.cancel());

  it('is short for a client that has nothing left, even if data waits that it does not read', async () => {
    waiting = 1000;
    linger.begin(false);
    linger.begin(true);
    await delay(150);
    expect(partings).toBe(1);
  });

  it('lasts as long as the backlog shrinks, and no longer', async () => {
    waiting = 500;
    linger.begin(false);
    for (; waiting > 0; waiting -= 100) await delay(100);
    expect(partings).toBe(0);
    await eventually('it is over', () => partings === 1, 1000);
  });

  it('is not prolonged by a client without a backlog', async () => {
    linger.begin(false);
    for (let turn = 0; turn < 10; turn++) {
      await delay(50);
      linger.prolong();
    }
    expect(partings).toBe(1);
  });

  it('ends when the client has left', async () => {
    linger.begin(false);
    linger.cancel();
    await delay(300);
    expect(partings).toBe(0);
  });
});
