/**
 * What follows `SSH-2.0-` on both legs. `OpenSSH*` tells the peer which conventions the relayed side has too
 * (`eow@openssh.com`, the order of SFTP's symlink arguments). There is no version number, by which the peer would look
 * for the bugs of a release.
 */
export const softwareVersion = 'OpenSSH_Sallyport';
