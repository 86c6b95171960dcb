#!/bin/bash
# A sync of $DIR/home with the hub of $DIR/hub, one of which is stopped: `push_run.sh home` or `push_run.sh hub`. Its exit code is
# that of the program stopped; what the device's sync ended with is in $DIR/../client where it is the hub.
shim=${LD_PRELOAD:-} die=${DIE_AFTER:-0}
unset LD_PRELOAD DIE_AFTER
. "$ROOT/tests/fault/fault.inc"
rm -f "$DIR/../client"
shimmed="DIE_AFTER=$die KILLSHIM_DIR=$DIR/$1 LD_PRELOAD=$shim:$CONTROLS"
[ "$1" = home ] || SHIM="${SHIM:-} $shimmed"
hub_start "$T/serve"
if [ "$1" = home ]; then
    env $shimmed linli --home "$DIR/home" sync
    code=$?
    hub_stop
    [ "$ended" = 0 ] || exit 99
    exit $code
fi
device sync
echo $? > "$DIR/../client"
hub_stop
exit "$ended"
