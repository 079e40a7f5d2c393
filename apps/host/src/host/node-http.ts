/**
 * Node's `http`, taken so that only it is loaded: an `import` reads every export, and one of those brings in a whole
 * HTTP client of its own, which would be a third of the host's start and 5 MiB for its life.
 */
export const { createServer, request } = process.getBuiltinModule('node:http');
