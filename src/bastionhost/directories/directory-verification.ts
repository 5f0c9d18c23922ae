import { Injectable } from '@nestjs/common';
import type { Redacted } from '../../common/redacted.ts';
import { BastionhostErrors } from '../bastionhost.errors.ts';
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
  constructor(private readonly directories: Directories) {}

  /** @throws InvalidParameter, AuthServerNotUsable with why each server that was asked cannot be used */
  async verify(directory: Directory): Promise<void> {
    const { account, password, baseDn, filter } = directory;
    requireAskable(directory);
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
