import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { Redacted } from '../../common/redacted.ts';
import { Semaphore } from '../../common/semaphore.ts';
import type { PasswordAttempt } from '../bastionhost.api.ts';
import { ScryptCost } from './scrypt-cost.ts';

const derive = promisify<Buffer, Buffer, number, ScryptOptions, Buffer>(scrypt);

const saltBytes = 16;
const hashBytes = 32;
const maxMemory = 64 * 1024 * 1024;
/** Per address: 15 seconds of work for three threads. */
const maxWaiting = 300;
const form = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w+/=]+)\$([\w+/=]+)$/;

const anytime: PasswordAttempt = { address: '', isWanted: () => true };

/**
 * Hashes passwords with scrypt in the thread pool: only a few at a time, so that other work finds threads too, and
 * addresses take turns. A hash carries its parameters: `$scrypt$ln=14,r=8,p=5$<salt>$<hash>`, salt and hash in Base64.
 */
@Injectable()
export class PasswordHashing {
  private readonly places = new Semaphore(Math.max(1, Math.min(3, availableParallelism())), maxWaiting);
  private readonly nobodysSalt = randomBytes(saltBytes);

  constructor(private readonly cost: ScryptCost) {}

  async hash(password: Redacted<string>): Promise<string> {
    const salt = randomBytes(saltBytes);
    const hash = await this.places.run(() => deriveHash(password, salt, this.cost));
    const { logN, r, p } = this.cost;
    return `$scrypt$ln=${logN},r=${r},p=${p}$${salt.toString('base64')}$${hash.toString('base64')}`;
  }

  /**
   * Whether the password matches the hash. Without a hash, returns false after the same time. An attempt that is no
   * longer wanted when its turn comes is not hashed and returns false.
   * @throws Outage when too many attempts from the same address wait
   */
  async verify(password: Redacted<string>, stored: string | undefined, attempt = anytime): Promise<boolean> {
    const matchesIfWanted = async () => attempt.isWanted() && this.matches(password, stored);
    return this.places.run(matchesIfWanted, attempt.address);
  }

  private async matches(password: Redacted<string>, stored: string | undefined): Promise<boolean> {
    const [, logN, r, p, salt, hash] = (stored && form.exec(stored)) || [];
    if (salt === undefined || hash === undefined) {
      await deriveHash(password, this.nobodysSalt, this.cost);
      return false;
    }
    const cost = new ScryptCost(Number(logN), Number(r), Number(p));
    const derived = await deriveHash(password, Buffer.from(salt, 'base64'), cost);
    const expected = Buffer.from(hash, 'base64');
    return expected.length === derived.length && timingSafeEqual(expected, derived);
  }
}

function deriveHash(password: Redacted<string>, salt: Buffer, { logN, r, p }: ScryptCost): Promise<Buffer> {
  return derive(Buffer.from(password.reveal()), salt, hashBytes, { N: 2 ** logN, r, p, maxmem: maxMemory });
}
