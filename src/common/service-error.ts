/**
 * An error that a caller may see. Code, HTTP status and message are the vendor's; `detail` members are added to the
 * answer's body. Anything else that went wrong travels as `cause`, for the log only.
 */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';

  constructor(
    readonly code: string,
    readonly status: number,
    message: string,
    readonly detail: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  /** The same error with further members in the answer's body. */
  with(detail: Readonly<Record<string, unknown>>): ServiceError {
    const { code, status, message, cause } = this;
    return new ServiceError(code, status, message, { ...this.detail, ...detail }, { cause });
  }
}

/** Whether the error says that what was asked for does not exist. */
export function isMissing(error: unknown): boolean {
  return error instanceof ServiceError && error.status === 404;
}

/** One row of a product's error table. `<Name>` in the code or message is filled in when the error is made. */
export interface ErrorRow {
  readonly code: string;
  readonly status: number;
  readonly message: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

type Placeholder<T extends string> = T extends `${string}<${infer Name}>${infer Rest}`
  ? Name | Placeholder<Rest>
  : never;
type Values<Row extends ErrorRow> = Record<Placeholder<Row['code'] | Row['message']>, string>;
type Maker<Row extends ErrorRow> = [Placeholder<Row['code'] | Row['message']>] extends [never]
  ? (options?: ErrorOptions) => ServiceError
  : (values: Values<Row>, options?: ErrorOptions) => ServiceError;

/** The errors of a product: `table` for the documentation, and one maker for each row. */
export type ErrorCatalogue<Table extends Record<string, ErrorRow>> = {
  readonly [Name in keyof Table]: Maker<Table[Name]>;
} & {
  readonly table: Table;
};

/**
 * Declares a product's errors: `errors.KeyNotFound()` makes one, and docs/errors.md is generated from `errors.table`.
 */
export function defineErrors<const Table extends Record<string, ErrorRow>>(table: Table): ErrorCatalogue<Table> {
  const makers = Object.entries(table).map(([name, row]) => [name, maker(row)]);
  return Object.assign(Object.fromEntries(makers), { table });
}

function maker(row: ErrorRow) {
  const hasPlaceholders = /<\w+>/.test(row.code + row.message);
  return (first?: Record<string, string> | ErrorOptions, second?: ErrorOptions) => {
    const values = hasPlaceholders ? (first as Record<string, string>) : {};
    const options = hasPlaceholders ? second : (first as ErrorOptions | undefined);
    return new ServiceError(fill(row.code, values), row.status, fill(row.message, values), row.detail, options);
  };
}

function fill(text: string, values: Record<string, string>): string {
  return text.replace(/<(\w+)>/g, (placeholder, name: string) => values[name] ?? placeholder);
}
