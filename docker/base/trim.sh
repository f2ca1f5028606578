#!/bin/sh
# Run by mmdebstrap on the unpacked packages, in the folder $1: copies what Node needs of them into its folder kept/.
set -eu
cd "$1"

# One file a package, as scanners of images without a package manager expect it.
mkdir -p kept/var/lib/dpkg/status.d
for package in var/cache/apt/archives/*.deb; do
  name=$(dpkg-deb --field "$package" Package)
  # Only base-files wants it, for scripts that never run here.
  [ "$name" = mawk ] || dpkg-deb --field "$package" > "kept/var/lib/dpkg/status.d/$name"
done

keep() {
  for path in "$@"; do
    mkdir -p "kept/$(dirname "$path")"
    cp -a "$path" "kept/$path"
  done
}
keep lib/*-linux-gnu*/*.so* lib64/*.so* usr/lib/*-linux-gnu*/libstdc++.so*
keep etc/debian_version etc/host.conf etc/os-release usr/lib/os-release
keep usr/share/common-licenses usr/share/doc/base-files/copyright usr/share/doc/libc6/copyright usr/share/doc/gcc-*-base/copyright

mkdir -p kept/etc kept/proc kept/sys kept/dev
mkdir -m 1777 kept/tmp
cat > kept/etc/passwd <<'PASSWD'
root:x:0:0:root:/:/nonexistent
nobody:x:65534:65534:nobody:/nonexistent:/nonexistent
wellspring:x:10001:10001:wellspring:/app:/nonexistent
PASSWD
cat > kept/etc/group <<'GROUP'
root:x:0:
nogroup:x:65534:
wellspring:x:10001:
GROUP
echo 'hosts: files dns' > kept/etc/nsswitch.conf
