import { Injectable } from '@nestjs/common';
import type { Redacted } from '../../common/redacted.ts';
import type { PasswordAttempt } from '../bastionhost.api.ts';
import { DirectoryPasswords } from '../directories/directory-passwords.ts';
import type { AuthServerKind } from '../instances/auth-server.entity.ts';
import type { BastionKey } from '../instances/bastion.ts';
import { PasswordHashing } from './password-hashing.ts';
import type { User, UserSource } from './user.entity.ts';

/** What came of comparing a password. */
export interface PasswordVerdict {
  readonly isRight: boolean;
  /** Whether it is known to be wrong. */
  readonly isWrong: boolean;
  /** Why a directory that was asked cannot tell, be it the user's or not. */
  readonly error?: unknown;
}

const right: PasswordVerdict = { isRight: true, isWrong: false };

/** Checks passwords where they are kept, which follows from the source of the user. */
@Injectable()
export class PasswordProof {
  constructor(
    private readonly hashing: PasswordHashing,
    private readonly directories: DirectoryPasswords,
  ) {}

  /**
   * A password that is not right costs the same, whoever's it is, and nobody's too: a hash, then a question to each
   * directory of the instance, about the user or about nobody. So no directory, however slow, shows whom it knows. A
   * right password waits for no other place than its own. The hash comes first, and thereby limits what floods of
   * passwords ask of directories. A password that is right is taken for a wrong one where the user `isBarred` by then.
   * @throws Outage when too many attempts from the same address wait
   */
  async compare(
    bastion: BastionKey,
    user: User | undefined,
    password: Redacted<string>,
    attempt: PasswordAttempt | undefined,
    isBarred: () => Promise<boolean>,
  ): Promise<PasswordVerdict> {
    const isHashed = await this.hashing.verify(password, user?.passwordHash ?? undefined, attempt);
    if (isHashed && !(await isBarred())) return right;
    const ask = (kind: AuthServerKind) =>
      this.directories.accepts(bastion, kind, user?.source === kind ? user : undefined, password, attempt);
    const answers: Partial<Record<UserSource, Promise<boolean>>> = { AD: ask('AD'), LDAP: ask('LDAP') };
    const all = Promise.allSettled(Object.values(answers));
    const own = user && answers[user.source];
    const isRight = await own?.catch(() => undefined);
    if (isRight && !(await isBarred())) return right;
    const error: unknown = (await all).find((answer) => answer.status === 'rejected')?.reason;
    return { isRight: false, isWrong: !own || isRight === false, error };
  }
}
