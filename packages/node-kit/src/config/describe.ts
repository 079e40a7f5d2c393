import type { Origin, ResolvedConfig } from './resolve.ts';
import { type ConfigSchema, environmentNameOf, isSecret } from './schema.ts';

export interface ExplainedKey {
  readonly key: string;
  /** As a person reads it; secrets are `•••`. */
  readonly value: string;
  readonly from: string;
  readonly doc: string;
}

/** Each value and where it came from. */
export function explainConfig<S extends ConfigSchema>(schema: S, config: ResolvedConfig<S>): ExplainedKey[] {
  return Object.entries(schema).map(([name, key]) => ({
    key: name,
    value: key.kind.show(config.values[name as keyof S]),
    from: describeOrigin(config.origins[name as keyof S]),
    doc: key.doc,
  }));
}

export function describeOrigin(origin: Origin): string {
  switch (origin.source) {
    case 'flag':
      return origin.flag;
    case 'environment':
      return origin.name;
    case 'file':
      return `${origin.path}:${origin.line}`;
    case 'default':
      return 'default';
  }
}

/** One row of Markdown per key. */
export function configTable(schema: ConfigSchema): string {
  const rows = Object.entries(schema).map(([name, key]) => {
    const variable = environmentNameOf(name);
    const environment = isSecret(key) ? `\`${variable}\`, \`${variable}_FILE\`` : `\`${variable}\``;
    const shown = key.kind.show(key.default);
    const standard = key.defaultText ?? (shown === '–' ? '–' : `\`${shown}\``);
    const inFile =
      key.inFile === false ? '–' : isSecret(key) ? `\`${name}\`, \`${name}File\`` : `\`${name}\``;
    const flag = key.flag ? `\`${key.flag}\`` : '–';
    return `| ${environment} | ${flag} | ${inFile} | ${standard} | ${key.doc} ${sentence(key.kind.name)} |`;
  });
  return ['| environment | option | file | default | |', '| --- | --- | --- | --- | --- |', ...rows].join(
    '\n',
  );
}

function sentence(kind: string): string {
  return `${kind[0]?.toUpperCase()}${kind.slice(1)}.`;
}
