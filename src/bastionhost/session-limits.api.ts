import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { findSessionLimits } from './instances/instance-rows.ts';

/** How long the sessions of an instance may last, in minutes; 0: no limit. */
export interface SessionLimit {
  /** Since the engineer last sent something. */
  readonly idleMinutes: number;
  /** Since the login. */
  readonly sessionMinutes: number;
}

/** The limits of sessions. The event BastionSettingsChanged announces that they may have changed. */
@Injectable()
export class SessionLimits {
  constructor(private readonly dataSource: DataSource) {}

  /** By instance id. */
  of(instanceIds: readonly string[]): Promise<ReadonlyMap<string, SessionLimit>> {
    return findSessionLimits(this.dataSource.manager, instanceIds);
  }
}
