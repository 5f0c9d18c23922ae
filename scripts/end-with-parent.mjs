const lookMs = 500;

/**
 * Ends this process, as SIGTERM does, when its parent has ended. npm passes its signals to the shell that it runs a
 * script in, and that shell (dash, for one) dies of them without passing them on. Windows has no such signals, and a
 * process there never gets another parent.
 */
export function endWithParent() {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
  }, lookMs).unref();
}
