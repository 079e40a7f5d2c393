#!/bin/bash
# The first program inside the sandbox: starts the X server, the session bus and the desktop or application, in this
# order, and tells the keeper over descriptor 3 what happens. Descriptor 5 is the X server's log.
# usage: init.sh desktop|app <Xvnc arguments…>
set -u -m
kind=$1
shift
tell() { printf '%s\n' "$*" >&3; }
# The X server holds the other end of descriptor 8. Its end is seen before its clients notice, so that they get no blame.
x_is_dead() {
  IFS= read -r -t 0.01 _ <&8
  [ $? -le 128 ]
}
finish() {
  x_is_dead && [ "$1" != x-server-did-not-start ] && set -- x-server-died
  # What programs have just said is on its way through the pipe below, and explains a failure.
  sleep 0.05
  tell "ended $*"
  exit 0
}
# Node hands sockets, which programs cannot reopen as /dev/stderr; a pipe they can.
exec > >(exec cat 3>&- 5>&-) 2>&1
trap : TERM HUP
# A crash must not fill the home with the memory of what crashed.
ulimit -c 0

mkdir -p -m 700 "$XDG_RUNTIME_DIR"
cd "$HOME" 2>/dev/null || cd /
mkfifo -m 600 "$XDG_RUNTIME_DIR/x-life" "$XDG_RUNTIME_DIR/x-ready" "$XDG_RUNTIME_DIR/bus-ready" "$XDG_RUNTIME_DIR/wm-ready"

Xvnc "$@" -displayfd 6 7>"$XDG_RUNTIME_DIR/x-life" 6>"$XDG_RUNTIME_DIR/x-ready" >&5 2>&5 3>&- 5>&- &
x=$!
exec 8<"$XDG_RUNTIME_DIR/x-life"
tell begun
environment=()
while IFS= read -r -d '' pair; do environment+=("$pair"); done </run/berth/environment
mapfile -d '' -t command </run/berth/command

# What an owner's programs cannot lower again: the kernel ends them before the X server when memory runs out.
prefer_as_victim() { echo 300 >/proc/self/oom_score_adj; }

export DBUS_SESSION_BUS_ADDRESS=unix:path=$XDG_RUNTIME_DIR/bus
(
  prefer_as_victim
  exec env "${environment[@]}" dbus-daemon --session --nofork --nopidfile --address="$DBUS_SESSION_BUS_ADDRESS" \
    --print-address=6 6>"$XDG_RUNTIME_DIR/bus-ready" 3>&- 5>&-
) &
IFS= read -r -t 30 _ <"$XDG_RUNTIME_DIR/x-ready" || finish x-server-did-not-start
tell "x-ready $x"
# The keeper closes the socket's folder before anything of the owner runs.
IFS= read -r order <&3 || exit 0
[ "$order" = go ] || finish stopped-by-user

xsetroot -solid '#2b3440' 3>&- 5>&- &
IFS= read -r -t 10 _ <"$XDG_RUNTIME_DIR/bus-ready" || finish desktop-died 'the session bus did not start'

if [ "$kind" = app ]; then
  openbox --sm-disable --config-file /run/berth-inside/app-window-manager.xml \
    --startup "/bin/sh -c 'echo ready >\"$XDG_RUNTIME_DIR/wm-ready\"'" 9>"$XDG_RUNTIME_DIR/wm-ready" 3>&- 5>&- &
  IFS= read -r -t 10 _ <"$XDG_RUNTIME_DIR/wm-ready" || finish app-failed 'the window manager did not start'
  drew=$XDG_RUNTIME_DIR/berth-drew
  if command -v xprop >/dev/null; then
    (
      xprop -spy -root _NET_CLIENT_LIST 2>/dev/null | while IFS= read -r line; do
        case $line in *'# 0x'*)
          : >"$drew"
          break
          ;;
        esac
      done
    ) 3>&- 5>&- &
  else
    : >"$drew"
  fi
else
  case ${command[0]##*/} in *gnome* | *cinnamon* | *budgie* | *ubuntu*) . /run/berth-inside/gnome-settings.sh ;; esac
fi

started=$SECONDS
(
  prefer_as_victim
  exec env "${environment[@]}" "${command[@]}" 3>&- 5>&- 8<&-
) &
main=$!
tell "desktop-started $main"
(
  IFS= read -r _ <&3
  kill -TERM -- "-$main"
) 2>/dev/null 5>&- &

while kill -0 "$x" 2>/dev/null && kill -0 "$main" 2>/dev/null; do wait -n "$x" "$main" 2>/dev/null; done
kill -0 "$main" 2>/dev/null && finish x-server-died
wait "$main"
status=$?
seconds=$((SECONDS - started))
if [ "$kind" = desktop ]; then
  [ "$status" -ne 0 ] && [ "$seconds" -lt 5 ] && finish desktop-died "${command[0]} ended with status $status after $seconds s"
  finish logged-out
fi
[ -e "$drew" ] || { [ "$status" -eq 0 ] && finish app-failed "${command[0]} ended without drawing a window"; }
[ "$status" -ne 0 ] && [ "$seconds" -lt 5 ] && finish app-failed "${command[0]} ended with status $status after $seconds s"
[ -e "$drew" ] || finish app-failed "${command[0]} ended with status $status without drawing a window"
# Some programs hand over to a server of their own and return: the application lasts as long as its windows.
if [ "$status" -eq 0 ] && command -v xprop >/dev/null; then
  while IFS= read -r line; do case $line in *'# 0x'*) ;; *) break ;; esac done \
    < <(exec xprop -spy -root _NET_CLIENT_LIST 2>/dev/null)
fi
finish app-exited "${command[0]} ended with status $status"
