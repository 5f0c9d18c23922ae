const lookMs = 500;

/**
 * Ends this process, as by SIGTERM, when the one that started it is gone. npm passes its signals to the shell that it runs a script in, and that
 * shell (dash, for one) dies of them without telling anybody; Windows has no such signals and no other parent.
 */
export function endWithParent() {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
  }, lookMs).unref();
}
