import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { SealedColumn } from './sealed-column.api.ts';
import { Sealing } from './sealing.api.ts';

/** Called after every completed step, with a description for an administrator. */
export type Progress = (step: string) => void;

type Row = Readonly<Record<string, string>> & { readonly sealed: Buffer };

const batchSize = 100;

/**
 * Seals anew, under the current key, values that are sealed under former keys. A value that has changed in the meantime
 * is left alone.
 */
@Injectable()
export class Resealer {
  constructor(
    private readonly dataSource: DataSource,
    private readonly sealing: Sealing,
  ) {}

  async reseal(column: SealedColumn, progress: Progress): Promise<void> {
    for (let count = 0; ;) {
      const done = await this.dataSource.transaction((tx) => this.resealBatch(tx, column));
      if (done === 0) return;
      count += done;
      progress(`${column.table}.${column.column}: ${count} resealed`);
    }
  }

  private async resealBatch(tx: EntityManager, column: SealedColumn): Promise<number> {
    const rows = await tx.query<Row[]>(selectBatch(column));
    const update = updateRow(column);
    for (const row of rows) {
      const place = column.placeOf(row);
      const sealed = this.sealing.seal(this.sealing.open(row.sealed, place), place);
      await tx.query(update, [sealed, row.sealed, ...column.rowKey.map((name) => row[name])]);
    }
    return rows.length;
  }
}

// Ordered by row key, so that no two commands wait for each other.
function selectBatch({ table, column, rowKey }: SealedColumn): string {
  return `
    select ${rowKey.join(', ')}, ${column} as sealed from ${table}
    where ${column}_under in (select key_id from sealing_keys where state = 'former')
    order by ${rowKey.join(', ')} limit ${batchSize}`;
}

function updateRow({ table, column, rowKey }: SealedColumn): string {
  const isRow = rowKey.map((name, index) => `${name} = $${index + 3}`).join(' and ');
  return `update ${table} set ${column} = $1 where ${isRow} and ${column} = $2`;
}
