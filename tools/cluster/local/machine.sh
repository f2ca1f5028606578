#!/bin/sh
# Run in new namespaces for the file system and the name, and in the network of the machine: makes the machine's own view
# of the file system, leaves the file booted there, and stays, so that there is somebody to whom the namespaces belong.
#   machine.sh node|server <name> <folder>
set -eu
kind=$1 name=$2 folder=$3

hostname "$name"
mount --make-rprivate /

# The name server of the real machine cannot be reached from here, and every look-up would wait for it.
echo 'nameserver 127.0.0.1' > "$folder/resolv.conf"
mount --bind "$folder/resolv.conf" /etc/resolv.conf

if [ "$kind" = node ]; then
  # What containers mount has to reach the kubelet, too.
  mount --make-rshared /
  for path in /var/lib/containerd /var/lib/kubelet /var/lib/cni /var/log /etc/cni; do
    mkdir -p "$path" "$folder/root$path"
    mount --bind "$folder/root$path" "$path"
  done
  mount -t tmpfs -o mode=755 tmpfs /run
  mkdir -p /run/containerd /run/lock /run/netns

  # The kubelet wants these to be as here. They are the whole machine's, so it is shown files in their place.
  for setting in vm/overcommit_memory=1 vm/panic_on_oom=0 kernel/panic=10 kernel/panic_on_oops=1 \
    kernel/keys/root_maxkeys=1000000 kernel/keys/root_maxbytes=25000000; do
    key=${setting%=*}
    mkdir -p "$folder/sys/$(dirname "$key")"
    echo "${setting#*=}" > "$folder/sys/$key"
    mount --bind "$folder/sys/$key" "/proc/sys/$key"
  done
fi

touch "$folder/booted"
exec sleep infinity
