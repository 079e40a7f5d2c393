# The browser half, built when its sources changed. Run from the root of the repository, with the pinned Node in PATH.

portal_stamp=apps/portal/dist/.built-from

portal_hash() {
  {
    find apps/portal packages/viewer packages/client packages/contract packages/wire packages/bitstream packages/kernel \
      \( -name node_modules -o -name dist \) -prune -o -type f ! -name '*.test.ts' -print
    echo package-lock.json
  } | LC_ALL=C sort | tr '\n' '\0' | xargs -0 sha256sum | sha256sum | cut -c1-64
}

build_portal() {
  sources=$(portal_hash)
  [ "$(cat "$portal_stamp" 2>/dev/null)" = "$sources" ] && return 0
  say 'building the portal (its sources changed)'
  build_log=$(mktemp)
  if ! (cd apps/portal && node ../../node_modules/vite/bin/vite.js build --logLevel warn) </dev/null >"$build_log" 2>&1; then
    cat "$build_log" >&2
    rm -f "$build_log"
    fail 'Building the portal failed; the lines above have the reason.'
  fi
  rm -f "$build_log"
  printf '%s\n' "$sources" >"$portal_stamp"
}
