# System packages by group, installed when missing. The lists are the one place that names them.
# `berth doctor` tells people the same names; Debian's names first, Fedora's and Rocky's second.

# package_names <group> → the names for this machine's package manager
package_names() {
  case "$package_manager:$1" in
    apt:npm) echo nodejs npm ;;
    dnf:npm) echo nodejs npm ;;
    apt:display) echo tigervnc-standalone-server x11-xserver-utils xauth libgl1-mesa-dri mesa-utils fonts-dejavu-core ;;
    dnf:display) echo tigervnc-server-minimal xrandr xset xrdb xsetroot xorg-x11-xauth mesa-dri-drivers glx-utils dejavu-sans-fonts dejavu-sans-mono-fonts ;;
    apt:desktop) echo openbox xfce4 xfce4-terminal xterm dbus dbus-x11 ;;
    dnf:desktop) echo openbox xfce4-session xfce4-panel xfce4-settings xfwm4 xfdesktop thunar xfce4-terminal xterm dbus-daemon dbus-x11 ;;
    apt:sandbox) echo bubblewrap slirp4netns util-linux e2fsprogs iproute2 procps ;;
    dnf:sandbox) echo bubblewrap slirp4netns util-linux e2fsprogs iproute procps-ng ;;
    apt:sound | dnf:sound) echo pulseaudio ;;
    apt:browser) if [ "$(. /etc/os-release && echo "$ID")" = debian ]; then echo chromium firefox-esr; else echo chromium; fi ;;
    dnf:browser) echo chromium ;;
    apt:test-tools) echo xdotool x11-utils xclip python3-minimal git ;;
    apt:novnc | dnf:novnc) echo websockify ;;
    apt:x11vnc) echo x11vnc xvfb ;;
    dnf:x11vnc) echo x11vnc xorg-x11-server-Xvfb ;;
    apt:xpra) echo xpra xvfb python3-pil python3-numpy python3-lz4 python3-rencode ;;
    dnf:xpra) echo xpra xpra-html5 xorg-x11-server-Xvfb ;;
    apt:selkies) echo python3-venv xvfb ;;
    dnf:selkies) echo python3 xorg-x11-server-Xvfb ;;
    dnf:test-tools) echo xdotool xwininfo xprop xclip python3 git ;;
  esac
}

package_reason() {
  case "$1" in
    npm) echo 'to fetch the pinned Node and the dependencies' ;;
    display) echo 'the X server of a desktop, its fonts and its OpenGL' ;;
    desktop) echo 'the desktops that a session can show, and their message bus' ;;
    sandbox) echo 'the sandbox and the network of each session' ;;
    sound) echo 'the sound of a session' ;;
    browser) echo 'the browsers that the tests drive' ;;
    novnc | x11vnc | xpra | selkies) echo 'what the benchmark compares with' ;;
    test-tools) echo 'what tests look at windows with' ;;
  esac
}

find_package_manager() {
  if command -v apt-get >/dev/null 2>&1; then
    package_manager=apt
  elif command -v dnf >/dev/null 2>&1; then
    package_manager=dnf
  else
    package_manager=none
  fi
}

# missing_packages <names…> → those that are not installed
missing_packages() {
  case "$package_manager" in
    apt)
      # One query for all: a second start has no time for twenty.
      present=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null | sed -n 's/^installed //p')
      ;;
    dnf) present=$(rpm -q --qf '%{NAME}\n' --whatprovides "$@" 2>/dev/null | grep -v ' ') ;;
  esac
  for name in "$@"; do
    printf '%s\n' "$present" | grep -qxF "$name" || printf '%s ' "$name"
  done
}

# as_root <command…>: as it is when root, else by sudo, which asks for the password on a terminal.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

install_packages() {
  package_log=$(mktemp)
  say 'installing; this takes a minute or two'
  case "$package_manager" in
    apt)
      as_root apt-get update -qq </dev/null >"$package_log" 2>&1 &&
        as_root env DEBIAN_FRONTEND=noninteractive \
          apt-get install -y -qq -o Dpkg::Use-Pty=0 --no-install-recommends "$@" </dev/null >"$package_log" 2>&1
      ;;
    dnf) as_root dnf install -y -q --setopt=install_weak_deps=False "$@" </dev/null >"$package_log" 2>&1 ;;
  esac || {
    tail -n 20 "$package_log" >&2
    rm -f "$package_log"
    fail "Installing failed: $*" \
      'The lines above have the reason. The usual ones: no network, a mirror that is away, a full disk.'
  }
  rm -f "$package_log"
}

# require_packages <group…>: says what is missing and why, asks when that needs more rights, installs.
require_packages() {
  find_package_manager
  wanted=''
  if [ "$package_manager" = none ]; then
    [ "${BERTH_SKIP_PACKAGES:-}" = 1 ] && return 0
    fail 'This machine has neither apt nor dnf, so the script cannot install what Berth needs.' \
      'Install Xvnc (TigerVNC), openbox or XFCE, D-Bus, bubblewrap and slirp4netns yourself and run again with BERTH_SKIP_PACKAGES=1.'
  fi
  [ "${BERTH_SKIP_PACKAGES:-}" = 1 ] && return 0
  all_names=''
  for group in "$@"; do all_names="$all_names $(package_names "$group")"; done
  # Unquoted on purpose, here and below: lists of names.
  # shellcheck disable=SC2086
  all_missing=$(missing_packages $all_names)
  [ -n "$all_missing" ] || return 0

  say 'these system packages are missing:'
  for group in "$@"; do
    # shellcheck disable=SC2046
    missing=$(missing_packages $(package_names "$group"))
    [ -z "$missing" ] || say "  $missing– $(package_reason "$group")"
    wanted="$wanted$missing"
  done
  if [ "$package_manager" = dnf ] && [ ! -e /etc/fedora-release ]; then
    say '(openbox and XFCE come from EPEL there: dnf install epel-release)'
  fi
  if [ "$(id -u)" -ne 0 ]; then
    by_hand="sudo $([ "$package_manager" = apt ] && echo 'apt-get install --no-install-recommends' || echo 'dnf install') $wanted"
    command -v sudo >/dev/null 2>&1 || fail 'Installing needs root, and there is no sudo.' "As root: ${by_hand#sudo }"
    if ! ask 'Install them with sudo?'; then
      fail 'Not installed.' "By hand: $by_hand"
    fi
  fi
  # shellcheck disable=SC2086
  install_packages $wanted
  # shellcheck disable=SC2086
  missing=$(missing_packages $wanted)
  [ -z "$missing" ] || fail "Still missing after installing: $missing"
}
