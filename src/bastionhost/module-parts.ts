import type { Provider, Type } from '@nestjs/common';

/** What a folder brings to the module of Bastionhost. */
export interface ModuleParts {
  readonly entities: readonly Type[];
  /** For the core alone. */
  readonly inner: readonly Provider[];
  /** For operations, the broker and other products as well. */
  readonly shown: readonly Type[];
}
