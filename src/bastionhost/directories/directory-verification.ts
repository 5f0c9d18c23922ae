import { Injectable } from '@nestjs/common';
import type { Redacted } from '../../common/redacted.ts';
import { DialsByAccount } from '../../common/dials-by-account.ts';
import { BastionhostErrors } from '../bastionhost.errors.ts';
import type { Bastion } from '../instances/bastion.ts';
import { Directories, DirectoryUnusable, type DirectoryServers } from './directories.ts';
import { requireAskable } from './directory-settings.ts';

/** A directory, and who to bind as. */
export interface Directory extends DirectoryServers {
  readonly account: string;
  readonly password: Redacted<string>;
  readonly baseDn: string;
  readonly filter?: string;
}

/** Finds out whether a directory can be used. */
@Injectable()
export class DirectoryVerification {
  private readonly dials = new DialsByAccount();

  constructor(private readonly directories: Directories) {}

  /**
   * @throws InvalidParameter, AuthServerNotUsable with why each server that was asked cannot be used, Outage when too
   *   many others of the account are under way
   */
  async verify({ accountId }: Pick<Bastion, 'accountId'>, directory: Directory): Promise<void> {
    requireAskable(directory);
    await this.dials.run(accountId, () => this.ask(directory));
  }

  private async ask(directory: Directory): Promise<void> {
    const { account, password, baseDn, filter } = directory;
    try {
      await this.directories.ask(directory, async (conversation) => {
        await conversation.bind(account, password);
        await conversation.search(baseDn, filter);
      });
    } catch (error) {
      if (error instanceof DirectoryUnusable) throw BastionhostErrors.AuthServerNotUsable({ Reason: error.message });
      throw error;
    }
  }
}
