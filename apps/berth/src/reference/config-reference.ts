import { configTable } from '@berth/node-kit';
import { configuration } from '../configuration.ts';

/** The page `docs/reference/config.md`. */
export function configReference(): string {
  return `# Configuration

Made from the schema in \`apps/berth/src/configuration.ts\` by \`node apps/berth/src/reference/write.ts\`; edit the schema, not this page.

An option on the command line counts more than the environment, that more than the file, that more than the default. A dot in a
key of the file is a level: \`drivers.local.enabled\` is \`drivers: {local: {enabled: …}}\`. Every secret has a form that names a file
which holds it. Unknown keys and unknown \`BERTH_…\` variables are refused. \`berth config explain\` prints each value and where it
came from.

${configTable(configuration)}
`;
}
