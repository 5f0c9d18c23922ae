import { DatabaseUnavailable } from '../../src/database/database-unavailable.ts';
import { rotationLeaseMs } from '../../src/rotation/store/lease-keeper.ts';
import { Dice } from './dice.ts';
import { TestEngine, type Interference } from './engine.ts';
import type { ModelHost } from './model-host.ts';
import type { ModelSecret } from './model-secret.ts';

const troubles = ['dies before', 'dies after', 'fails before', 'loses the answer', 'stalls'] as const;
type Fate = 'goes on' | (typeof troubles)[number];
/** A rotation makes about 20 calls. Some histories disturb each rotation, others so few that the host's faults show. */
const undisturbed = [14, 60, 400];
/** The calls that give up a value in the store. */
const givingUp = ['prepare', 'promote', 'fail'];
const maxRounds = 6;
/** Milliseconds: none, until a lease is over, and until a former key is retired. */
const waits = [0, rotationLeaseMs, 60_000];

/**
 * One life of a secret: requests for rotation, engines that die, stall and lose answers, a host that fails in every
 * way, and calm at the end.
 */
export class RandomHistory {
  private readonly dice: Dice;
  private readonly host: ModelHost;
  private readonly fates: readonly Fate[];
  private readonly stalled: (() => void)[] = [];
  private readonly working: Promise<unknown>[] = [];
  private breach?: string;
  /** What happened, for the reader of a failure. */
  readonly history: string[] = [];

  constructor(
    private readonly secret: ModelSecret,
    seed: number,
  ) {
    this.dice = new Dice(seed);
    this.host = secret.kind.host(this.dice, secret.first);
    this.fates = [...Array<Fate>(this.dice.pick(undisturbed)).fill('goes on'), ...troubles];
  }

  private readonly note = (happening: string): void => void this.history.push(happening);

  /** @throws Error when the host and the store disagree at any moment, or when the secret does not come to rest */
  async live(): Promise<void> {
    const rounds = 1 + this.dice.number(maxRounds);
    for (let round = 1; round <= rounds; round += 1) {
      await this.secret.askForRotation(`v${round + 1}`, this.note);
      await this.disturbedRound();
      await this.expectStored(`round ${round}`);
      if (this.dice.number(4) === 0) await this.restoreHost();
    }
    await this.comeToRest();
  }

  private async disturbedRound(): Promise<void> {
    const engines = 1 + this.dice.number(2);
    await Promise.all(Array.from({ length: engines }, () => this.work((name, call) => this.attempt(name, call))));
    if (this.dice.number(3) > 0) this.secret.advance(this.dice.pick(waits) + this.dice.number(5_000));
    this.stalled.splice(0).forEach((goOn) => goOn());
  }

  /** Works until what is due is done, or until the engine dies or stalls. */
  private work(interfere: Interference): Promise<unknown> {
    let leave = (): void => undefined;
    const left = new Promise<void>((resolve) => (leave = resolve));
    let isDead = false;
    const engine = new TestEngine(
      this.secret.app,
      async (name, call) => {
        if (isDead) return new Promise(() => undefined);
        const watched = () => this.watched(name, call);
        const fate = await interfere(name, watched);
        if (fate !== dead && fate !== stalls) return fate;
        leave();
        if (fate === stalls) return new Promise<void>((resolve) => this.stalled.push(resolve)).then(watched);
        isDead = true;
        return new Promise(() => undefined);
      },
      this.host,
    );
    const work = engine.workOnce().catch((error: unknown) => this.history.push(`an engine ended: ${String(error)}`));
    this.working.push(Promise.race([work, left]));
    return Promise.race([work, left]);
  }

  private async attempt(name: string, call: () => unknown): Promise<unknown> {
    const fate = this.dice.pick(this.fates);
    if (fate !== 'goes on') this.history.push(`${name} ${fate}`);
    switch (fate) {
      case 'dies before':
        return dead;
      case 'dies after':
        await call();
        return dead;
      case 'fails before':
        throw new DatabaseUnavailable(new Error('before the call'));
      case 'loses the answer':
        await call();
        throw new DatabaseUnavailable(new Error('after the call'));
      case 'stalls':
        return stalls;
      default:
        return call();
    }
  }

  private async restoreHost(): Promise<void> {
    this.host.restore(await this.secret.stored());
    if (this.host.wasRestored) this.note('the host is as it was before the rotation');
  }

  private async comeToRest(): Promise<void> {
    this.host.isCalm = true;
    this.host.unlock();
    this.stalled.splice(0).forEach((goOn) => goOn());
    await Promise.all(this.working);
    if (this.host.wasRestored) await this.secret.askForRotation('at-last', this.note);
    for (let turn = 0; turn < 60 && !(await this.secret.isAtRest()); turn += 1) {
      this.secret.advance(1_800_000);
      await this.work((_name, call) => call());
      await this.expectStored('calm');
    }
    if (!(await this.secret.isAtRest())) throw new Error('the rotation does not come to its end');
    await this.expectStored('the end');
    const keeps = this.host.keepsGivenUp(await this.secret.stored());
    if (!(await this.secret.isAccountedFor(keeps))) throw new Error('at rest, something is wrong and nobody was told');
  }

  private async expectStored(when: string): Promise<void> {
    const { stored, isAtRest } = await this.secret.seen();
    const breach = isAtRest ? this.host.breachAtRest(stored) : this.host.breach(stored);
    if (breach) throw new Error(`in ${when}, ${isAtRest ? 'at rest, ' : ''}${breach}`);
    if (this.breach) throw new Error(this.breach);
  }

  /** Checks right after each call that gives something up, since the next call may repair the damage. */
  private async watched(name: string, call: () => unknown): Promise<unknown> {
    try {
      return await call();
    } finally {
      if (givingUp.includes(name) && (await this.isBroken()) && (await this.isBroken()))
        this.breach ??= `after ${name} no stored value was one that the host takes`;
    }
  }

  // Another engine may move on between the look at the store and the one at the host: only a breach seen twice counts.
  private async isBroken(): Promise<boolean> {
    return this.host.breach(await this.secret.stored()) !== undefined;
  }
}

const dead = Symbol('dead');
const stalls = Symbol('stalls');
