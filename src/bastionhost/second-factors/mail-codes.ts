import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { Clock } from '../../common/clock.ts';
import { Redacted } from '../../common/redacted.ts';
import { returning } from '../../database/returning.ts';
import { PasswordHashing } from '../users/password-hashing.ts';
import { MailCode } from './mail-code.entity.ts';

const minuteMs = 60_000;
/** Minutes that a code is valid. */
export const codeMinutes = 5;
const tries = 3;

/** A code that was made, to be mailed; that one was mailed a moment ago and is still good; that one has to wait. */
export type MailCodeIssue = { readonly code: Redacted<string> } | 'mailed before' | 'too soon';

/** Codes of six digits that are mailed: at most one a minute and user, each good for one login and few tries. */
@Injectable()
export class MailCodes {
  constructor(
    @InjectRepository(MailCode) private readonly codes: Repository<MailCode>,
    private readonly hashing: PasswordHashing,
    private readonly clock: Clock,
  ) {}

  async issue(userId: string): Promise<MailCodeIssue> {
    const code = new Redacted(String(randomInt(1_000_000)).padStart(6, '0'));
    const hash = await this.hashing.hash(code);
    const now = this.clock.now().getTime();
    const [sentAt, expiresAt, lastSentBy] = [0, codeMinutes * minuteMs, -minuteMs].map((ms) => new Date(now + ms));
    const values = [userId, hash, tries, sentAt, expiresAt, lastSentBy];
    const [row] = await this.codes.query<unknown[]>(replaceOldCode, values);
    if (row) return { code };
    return (await this.codes.findOneBy({ userId }))?.triesLeft ? 'mailed before' : 'too soon';
  }

  /** The code is good for nothing, and the next one has to wait none the less. */
  async revoke(userId: string): Promise<void> {
    await this.codes.update({ userId }, { codeHash: null, triesLeft: 0 });
  }

  /** Whether the code is right. It is counted before it is compared, and used up by one UPDATE. */
  async use(userId: string, code: Redacted<string>): Promise<boolean> {
    const [counted] = await returning<Pick<MailCode, 'codeHash'>>(this.codes.manager, countTry, [
      userId,
      this.clock.now(),
    ]);
    const codeHash = counted?.codeHash;
    if (!codeHash || !(await this.hashing.verify(code, codeHash))) return false;
    const { affected } = await this.codes.update({ userId, codeHash }, { codeHash: null, triesLeft: 0 });
    return affected === 1;
  }
}

const replaceOldCode = `
  insert into bastion_mail_codes as last (user_id, code_hash, tries_left, sent_at, expires_at)
  values ($1, $2, $3, $4, $5)
  on conflict (user_id) do update
    set code_hash = excluded.code_hash, tries_left = excluded.tries_left, sent_at = excluded.sent_at,
      expires_at = excluded.expires_at
    where last.sent_at <= $6
  returning user_id`;

const countTry = `
  update bastion_mail_codes set tries_left = tries_left - 1
  where user_id = $1 and tries_left > 0 and expires_at > $2
  returning code_hash as "codeHash"`;
