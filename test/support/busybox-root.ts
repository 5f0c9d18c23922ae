/**
 * Fills the folder `$1` with BusyBox, its ash and tools, dropbear with a host key, and the programs of this machine
 * that `$3` and the following name. `$2` lists the applets that this BusyBox is to lack. ash finds applets without a
 * link, so an applet is missing only when its name is not in the table. The table is sorted, so `passwd` becomes
 * `passwe`.
 */
export const makeRoot = `
set -e
root=$1 without=$2
shift 2
busybox=$(command -v busybox)
put() {
  for file; do
    mkdir -p "$root\${file%/*}"
    cp -L "$file" "$root$file"
    for library in $(ldd "$file" 2>/dev/null | grep -o '/[^ ]*'); do cp -L --parents "$library" "$root"; done
  done
}
cd "$root"
mkdir -p usr/bin usr/sbin usr/lib usr/lib64 etc/dropbear etc/pam.d home proc dev var/run var/log
mkdir -m 700 root
mkdir -m 1777 tmp
for folder in bin sbin lib lib64; do ln -s usr/$folder; done
put "$busybox"
for name in $without; do
  last=\${name#"\${name%?}"}
  other=\${name%?}$(printf '%s' "$last" | tr a-y b-z)
  LC_ALL=C sed -i "s/\\x00$name\\x00/\\x00$other\\x00/" "$root$busybox"
done
put "$(command -v dropbear)"
for program; do put "$(command -v "$program")"; done
if [ -e usr/sbin/chpasswd ]; then put /usr/lib/*/security/pam_unix.so; fi
mount --rbind /dev dev
mount -t proc proc proc
chroot . "$busybox" --install -s /bin
echo 'password required pam_unix.so sha512' >etc/pam.d/chpasswd
echo /bin/sh >etc/shells
echo 'root:x:0:0:root:/root:/bin/sh' >etc/passwd
echo 'root:x:0:' >etc/group
(umask 077; echo 'root:*:19000:0:99999:7:::' >etc/shadow)
dropbearkey -t ed25519 -f etc/dropbear/key
`;

/**
 * Creates the user `$1` with the number `$2` inside that root. Standard input is their password, which may be empty,
 * followed by lines for authorized_keys.
 */
export const addUser = `
set -e
user=$1 home=/root
if [ "$user" != root ]; then
  home=/home/$user
  echo "$user:x:$2:$2::$home:/bin/sh" >>/etc/passwd
  echo "$user:x:$2:" >>/etc/group
  echo "$user:*:19000:0:99999:7:::" >>/etc/shadow
  mkdir "$home"
fi
IFS= read -r password
if [ -n "$password" ]; then
  hash=$(printf '%s' "$password" | mkpasswd -m sha512 -P 0)
  sed -i "s|^$user:[^:]*|$user:$hash|" /etc/shadow
fi
mkdir -m 700 "$home/.ssh"
(umask 077; cat >"$home/.ssh/authorized_keys")
chown -R "$user:$user" "$home"
`;
