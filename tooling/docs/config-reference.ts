import { configTable } from '@berth/node-kit';
import { configuration } from '../../apps/berth/src/configuration.ts';

/** `docs/reference/configuration.md`, from the schema of `berth`. */
export async function configReference(): Promise<string> {
  return `# Configuration

Every value of \`berth\` can come from an option, from the environment, or from \`<data>/berth.yaml\`; the first of these that
has it wins. A secret may also be read from a file (\`…_FILE\`, \`…File\`). \`berth config explain\` prints each value and where it came from.

${configTable(configuration)}
`;
}
