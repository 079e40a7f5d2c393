# How the scripts speak. Everything goes to stderr, so that stdout stays what the command itself prints.

say() { printf '%s\n' "berth: $*" >&2; }

# fail <what is wrong> <what to do about it>
fail() {
  printf '%s\n' "berth: $1" >&2
  [ -z "${2:-}" ] || printf '%s\n' "       $2" >&2
  exit 1
}

# ask <question>: true when a person on a terminal says yes.
ask() {
  [ -t 0 ] && [ -t 2 ] || return 1
  printf '%s' "berth: $1 [Y/n] " >&2
  read -r answer || return 1
  case "$answer" in '' | y | Y | yes | Yes) return 0 ;; *) return 1 ;; esac
}
