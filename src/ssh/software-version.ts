/**
 * What stands behind `SSH-2.0-` on both legs: `OpenSSH*`, by which the other side knows the conventions that the relayed side has too
 * (`eow@openssh.com`, the order of SFTP's symlink), and no number, by which it would look for the faults of a release.
 */
export const softwareVersion = 'OpenSSH_Sallyport';
