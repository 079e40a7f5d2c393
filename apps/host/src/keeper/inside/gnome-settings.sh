# Sourced by init.sh: GNOME keeps these in dconf, which only a running session bus can write.
if command -v gsettings >/dev/null; then
  set_if_known() { gsettings writable "$1" "$2" >/dev/null 2>&1 && gsettings set "$1" "$2" "$3"; }
  set_if_known org.gnome.desktop.screensaver lock-enabled false
  set_if_known org.gnome.desktop.screensaver idle-activation-enabled false
  set_if_known org.gnome.desktop.session idle-delay 'uint32 0'
  set_if_known org.gnome.desktop.lockdown disable-lock-screen true
  set_if_known org.gnome.desktop.interface enable-animations false
  set_if_known org.gnome.settings-daemon.plugins.power idle-dim false
  set_if_known org.gnome.settings-daemon.plugins.power sleep-inactive-ac-type nothing
  set_if_known org.cinnamon.desktop.screensaver lock-enabled false
  set_if_known org.cinnamon.desktop.session idle-delay 'uint32 0'
fi
