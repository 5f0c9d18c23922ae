import { Notifications } from '../../src/database/notifications.ts';
import { openTestDatabase, startedTemplate, type TestDatabase } from '../support/test-database.ts';
import { BrokerUnderTest } from './broker-under-test.ts';

/** Two processes of one installation, for what takes effect in a process other than the one that was called. */
export class TwoBrokers {
  private constructor(
    readonly database: TestDatabase,
    /** Changes are made through this process. */
    readonly administration: BrokerUnderTest,
    /** This process runs the sessions, and hears no NOTIFY. */
    readonly broker: BrokerUnderTest,
  ) {}

  static async start(): Promise<TwoBrokers> {
    const database = await openTestDatabase({ template: startedTemplate });
    const administration = await BrokerUnderTest.start({ database });
    const deaf = { token: Notifications, value: { keepListening: async () => undefined, close: () => undefined } };
    return new TwoBrokers(database, administration, await BrokerUnderTest.start({ database, overrides: [deaf] }));
  }

  async stop(): Promise<void> {
    await Promise.all([this.administration.stop(), this.broker.stop()]);
    await this.database.drop();
  }
}
