import { readFile } from 'node:fs/promises';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { FilterParser } from 'ldapts';
import { Environment } from '../../config/environment.ts';
import { BastionhostErrors, invalidParameter } from '../bastionhost.errors.ts';
import { askDirectory, isSaslMechanism, type DirectoryQuestion } from './ask-directory.ts';
import { DirectoryFailure } from './directory-failure.ts';

/** The servers of a directory, and how to ask them. */
export interface Directory extends DirectoryQuestion {
  readonly server: string;
  /** Asked when the first one cannot be used. */
  readonly standbyServer?: string;
  readonly port: number;
  /** LDAPS. */
  readonly isSsl: boolean;
}

/** With two servers it takes twice as long at most, which clients wait for. */
const limits = { ms: 4000, answerBytes: 8192 };

/** Finds out whether a directory can be used. */
@Injectable()
export class DirectoryVerification implements OnModuleInit {
  private ca?: string;

  constructor(private readonly environment: Environment) {}

  /** @throws when the file cannot be read, which prevents the start */
  async onModuleInit(): Promise<void> {
    const { ldapCaFile } = this.environment;
    if (ldapCaFile !== undefined) this.ca = await readFile(ldapCaFile, 'utf8');
  }

  /** @throws InvalidParameter, AuthServerNotUsable with why each server that was asked cannot be used */
  async verify(directory: Directory): Promise<void> {
    const { server, standbyServer, account, filter } = directory;
    if (isSaslMechanism(account)) throw invalidParameter('Account');
    if (filter !== undefined && !isFilter(filter)) throw invalidParameter('Filter');
    const failures: string[] = [];
    for (const host of standbyServer ? [server, standbyServer] : [server]) {
      const failure = await this.failureOf(host, directory);
      if (!failure) return;
      failures.push(`${host}: ${failure.message}`);
      if (failure.isAnswer) break;
    }
    throw BastionhostErrors.AuthServerNotUsable({ Reason: failures.join('; ') });
  }

  private async failureOf(host: string, directory: Directory): Promise<DirectoryFailure | undefined> {
    const { port, isSsl } = directory;
    try {
      await askDirectory({ host, port, tls: isSsl ? { ca: this.ca } : undefined }, directory, limits);
      return undefined;
    } catch (error) {
      if (error instanceof DirectoryFailure) return error;
      throw error;
    }
  }
}

function isFilter(text: string): boolean {
  try {
    FilterParser.parseString(text);
    return true;
  } catch {
    return false;
  }
}
