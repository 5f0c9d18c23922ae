import { readFile } from 'node:fs/promises';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Environment } from '../../config/environment.ts';
import { askDirectory } from './ask-directory.ts';
import type { DirectoryConversation } from './directory-conversation.ts';
import { DirectoryFailure } from './directory-failure.ts';

/** The servers of a directory. */
export interface DirectoryServers {
  readonly server: string;
  /** Asked when the first one cannot be used; undefined or empty: there is none. */
  readonly standbyServer?: string;
  readonly port: number;
  /** LDAPS; otherwise StartTLS, where the server has it. */
  readonly isSsl: boolean;
}

/** No server of a directory could be used. The message says why for each that was asked, and has no secret. */
export class DirectoryUnusable extends Error {
  override readonly name = 'DirectoryUnusable';
}

/** With two servers it takes twice as long at most, which clients wait for. */
const limits = { ms: 4000, answerBytes: 8192 };

/** Talks with the directories of bastion instances, under TLS wherever they have it. */
@Injectable()
export class Directories implements OnModuleInit {
  private readonly logger = new Logger('directories');
  private readonly inPlain = new Set<string>();
  private ca?: string;

  constructor(private readonly environment: Environment) {}

  /** @throws when the file cannot be read, which prevents the start */
  async onModuleInit(): Promise<void> {
    const { ldapCaFile } = this.environment;
    if (ldapCaFile !== undefined) this.ca = await readFile(ldapCaFile, 'utf8');
  }

  /** Talks with the first server, or with its standby where the first has not answered. @throws DirectoryUnusable */
  async ask<T>(servers: DirectoryServers, talk: (directory: DirectoryConversation) => Promise<T>): Promise<T> {
    const { server, standbyServer, port, isSsl } = servers;
    const failures: string[] = [];
    for (const host of standbyServer ? [server, standbyServer] : [server]) {
      try {
        return await this.askOne({ host, port, isSsl }, talk);
      } catch (error) {
        if (!(error instanceof DirectoryFailure)) throw error;
        failures.push(`${host}: ${error.message}`);
        if (error.isAnswer) break;
      }
    }
    throw new DirectoryUnusable(failures.join('; '));
  }

  private askOne<T>(
    address: { readonly host: string; readonly port: number; readonly isSsl: boolean },
    talk: (directory: DirectoryConversation) => Promise<T>,
  ): Promise<T> {
    return askDirectory({ ...address, ca: this.ca }, limits, async (directory) => {
      if (!address.isSsl && !(await directory.secure())) this.warn(`${address.host}:${address.port}`);
      return talk(directory);
    });
  }

  private warn(server: string): void {
    if (this.inPlain.has(server)) return;
    this.inPlain.add(server);
    this.logger.warn({ message: 'passwords go to this directory in plain: it has no StartTLS', server });
  }
}
