#!/bin/bash
# A sync where the disk of the device, or that of the hub, is full or refuses from some call on; then there is space again.
# timeout: 900
. tests/fault/fault.inc
. tests/fault/push.inc

all() { # NAME home|hub OPTION…
    good "$1" each "${@:3}" "$T/state" "$run $2" "$(look push)"
}
all "no space, from every call on, at the device" home --errno ENOSPC --from --step $((2 * STRIDE))
all "the disk refuses every call, at the device" home --errno EIO --step $((3 * STRIDE))
all "no space, from every call on, at the hub" hub --errno ENOSPC --from --step $((2 * STRIDE))
all "the disk refuses every call, at the hub" hub --errno EIO --step $((3 * STRIDE))
all "syncs fail from one on, at the hub" hub --errno EIO --from --calls fsync
exit $failed
