import { homedir } from 'node:os';
import { join } from 'node:path';
import {
  type ConfigValues,
  choice,
  configKey,
  integer,
  logLevels,
  optional,
  secret,
  text,
  yesOrNo,
} from '@berth/node-kit';

const path = text('a path');
const url = text('a URL', /^[a-z][a-z+.-]*:.+/);

/** Everything about `berth` that can be configured. `--help`, `berth config explain` and the reference page come from it. */
export const configuration = {
  port: configKey({
    kind: integer(1, 65535),
    default: 8443,
    flag: '--port <port>',
    doc: 'The only port: HTTPS, and plain HTTP for loopback alone.',
  }),
  bind: configKey({
    kind: text('an address'),
    default: '127.0.0.1',
    flag: '--bind <address>',
    doc: 'The address to listen on; `0.0.0.0` serves other machines.',
  }),
  data: configKey({
    kind: path,
    default: join(homedir(), '.local/share/berth'),
    defaultText: '`~/.local/share/berth`',
    flag: '--data <folder>',
    inFile: false,
    doc: 'Database, certificates, homes, logs and `profiles/*.yaml`.',
  }),
  config: configKey({
    kind: optional(path),
    default: null,
    defaultText: '`<data>/berth.yaml`',
    flag: '--config <file>',
    inFile: false,
    doc: 'The configuration file; it need not exist unless it is named here.',
  }),
  databaseUrl: configKey({
    kind: optional(url),
    default: null,
    defaultText: '`sqlite:<data>/berth.db`',
    doc: 'The database.',
  }),
  publicUrl: configKey({
    kind: optional(url),
    default: null,
    defaultText: 'from bind and port',
    flag: '--public-url <url>',
    doc: 'What people reach, when a proxy or another name is in front.',
  }),
  hostUrl: configKey({
    kind: optional(url),
    default: null,
    defaultText: 'a unix socket',
    doc: 'What the hosts of sessions dial.',
  }),
  adminPassword: configKey({
    kind: optional(secret()),
    default: null,
    defaultText: 'generated',
    doc: 'Password of `admin` at first start; a generated one is shown once on a terminal, otherwise written to `<data>/admin-password`.',
  }),
  logLevel: configKey({
    kind: choice(logLevels),
    default: 'info',
    flag: '--log-level <level>',
    doc: 'How much is written to `<data>/logs/berth.log`.',
  }),
  'tls.certFile': configKey({
    kind: optional(path),
    default: null,
    defaultText: 'self-signed, made once',
    doc: 'A certificate (PEM, with its chain) in place of the self-signed one; needs `tls.keyFile`.',
  }),
  'tls.keyFile': configKey({
    kind: optional(path),
    default: null,
    doc: 'The private key of `tls.certFile` (PEM).',
  }),
  'users.firstUid': configKey({
    kind: integer(1000, 2 ** 31 - 1),
    default: 200_000,
    doc: 'First of the user ids under which sessions run when Berth is root.',
  }),
  'users.uidCount': configKey({
    kind: integer(1, 1_000_000),
    default: 10_000,
    doc: 'How many user ids there are for sessions.',
  }),
  'drivers.local.enabled': configKey({
    kind: yesOrNo(),
    default: true,
    doc: 'Whether sessions may run on this machine.',
  }),
  'drivers.local.enforceResources': configKey({
    kind: yesOrNo(),
    default: true,
    doc: 'Whether a session is refused when the limits of its profile cannot be enforced; `false` runs it without them.',
  }),
  'drivers.fake.enabled': configKey({
    kind: yesOrNo(),
    default: false,
    doc: 'Whether there is a driver that only pretends, for trying out Berth itself.',
  }),
  server: configKey({
    kind: optional(text('a URL', /^https?:\/\/.+/)),
    default: null,
    defaultText: 'where `berth login` was last',
    flag: '--server <url>',
    inFile: false,
    doc: 'The Berth that the client verbs talk to.',
  }),
  token: configKey({
    kind: optional(secret()),
    default: null,
    defaultText: 'from `berth login`',
    inFile: false,
    doc: 'Signs the client verbs in, for scripts.',
  }),
  password: configKey({
    kind: optional(secret()),
    default: null,
    defaultText: 'asked',
    inFile: false,
    doc: 'What `berth login` and `berth user` use when nobody can be asked.',
  }),
};

export type Configuration = ConfigValues<typeof configuration>;

/** Variables with our prefix that only the scripts use. */
export const scriptVariables = [
  ...['BERTH_CALLED_AS', 'BERTH_SKIP_PACKAGES', 'BERTH_TEST_REQUIRE'],
  ...['BERTH_SOAK_MINUTES', 'BERTH_FUZZ_MINUTES', 'BERTH_FUZZ_SEED'],
];
