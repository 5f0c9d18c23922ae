import { accessAt } from './access.sql.ts';

/** Whose assets are listed: those that the user may use at this moment. */
export interface Operable {
  readonly userId: string;
  readonly now: Date;
}

const access = accessAt(':now', 'u.id = :userId');

/** Subqueries for the query builder, with an Operable as their parameters. */
export const operableHostIds = `(select host_id from (${access}) access)`;
export const operableHostAccountIds = `(select host_account_id from (${access}) access)`;
