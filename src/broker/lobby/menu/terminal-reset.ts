const privateModes = ['1049', '1000', '1002', '1003', '1004', '1006', '1015', '2004', '1'].map(
  (mode) => `\x1b[?${mode}l`,
);

/**
 * Undoes what a program may have left behind on a terminal, in the words of xterm's control sequences: an unfinished
 * string, the alternate screen, mouse and paste reports, application keys, a margin, a hidden cursor, no wrapping, line
 * drawing, colours. What is on the screen stays.
 */
export const terminalReset = `\x1b\\\x1b[!p${privateModes.join('')}\x1b>\x1b7\x1b[r\x1b8\x1b[?25h\x1b[?7h\x0f\x1b(B\x1b[m`;
