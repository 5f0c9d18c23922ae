import type { InvocationEntity, InvocationStatus } from '../../assistant/invocation.entity.ts';

export type RecordStatus = 'Running' | 'Finished' | 'Failed' | 'Stopped';
export type OutputEncoding = 'PlainText' | 'Base64';

/** The coarser of the two statuses of a command on an instance. */
export const recordStatuses: Readonly<Record<InvocationStatus, RecordStatus>> = {
  Running: 'Running',
  Success: 'Finished',
  Failed: 'Failed',
  Timeout: 'Failed',
  Error: 'Failed',
};

export function showOutput({ output }: InvocationEntity, encoding: OutputEncoding): string {
  return encoding === 'PlainText' ? Buffer.from(output, 'base64').toString() : output;
}
