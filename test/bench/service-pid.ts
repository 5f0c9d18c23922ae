import { childrenNamed, hasProcessTable } from './process-table.ts';

/** The process id of the service that this run has started; NaN where there is no process table to read. */
export async function servicePid(): Promise<number> {
  if (!hasProcessTable) return NaN;
  const [service] = await childrenNamed('service-process.js');
  if (!service) throw new Error('the service does not run');
  return service.pid;
}
