import { parseSync, Visitor } from 'oxc-parser';

export interface ErrorEntry {
  readonly section: string;
  readonly code: string;
  readonly status: string;
  readonly retry: string;
  /** The sentence with its facts as `{name}`. */
  readonly sentence: string;
}

/** A fact in the sentence: `f.name` reads `{name}`; anything worked out from facts reads as the last fact it uses. */
function placeholder(expression: string): string {
  const facts = [...expression.matchAll(/\bf\.(\w+)/g)].map(match => match[1]);
  const optional = expression.includes('?');
  return optional ? `[{${facts.at(-1) ?? '…'}}]` : `{${facts.at(-1) ?? '…'}}`;
}

function sentenceOf(body: { type: string; start: number; end: number }, source: string): string {
  const text = source.slice(body.start, body.end);
  if (body.type === 'Literal') return text.slice(1, -1).replaceAll("\\'", "'");
  if (body.type !== 'TemplateLiteral') return placeholder(text);
  let sentence = '';
  let at = 1;
  while (at < text.length - 1) {
    if (!text.startsWith('${', at)) {
      sentence += text[at];
      at += 1;
      continue;
    }
    let depth = 1;
    let end = at + 2;
    for (; depth > 0 && end < text.length; end += 1) {
      if (text[end] === '{') depth += 1;
      if (text[end] === '}') depth -= 1;
    }
    sentence += placeholder(text.slice(at + 2, end - 1));
    at = end;
  }
  return sentence;
}

/** Reads the rows of the catalogue from its source, because a sentence is a function and its comments are the sections. */
export function readErrorCatalogue(source: string): readonly ErrorEntry[] {
  const { program, comments } = parseSync('failures.ts', source);
  const entries: ErrorEntry[] = [];
  const sectionAt = (offset: number) =>
    comments
      .filter(comment => comment.type === 'Line' && comment.end < offset)
      .at(-1)
      ?.value.trim() ?? '';
  new Visitor({
    Property(property) {
      const { key, value } = property;
      if (
        key.type !== 'Identifier' ||
        !/^[A-Z][A-Z_0-9]+$/.test(key.name) ||
        value.type !== 'ObjectExpression'
      )
        return;
      const fields = new Map<string, { type: string; start: number; end: number }>();
      for (const field of value.properties) {
        if (field.type === 'Property' && field.key.type === 'Identifier')
          fields.set(field.key.name, field.value);
      }
      const textOf = (name: string) => {
        const node = fields.get(name);
        return node ? source.slice(node.start, node.end) : '';
      };
      const say = value.properties.find(
        field => field.type === 'Property' && field.key.type === 'Identifier' && field.key.name === 'say',
      );
      const body =
        say?.type === 'Property' && say.value.type === 'ArrowFunctionExpression' ? say.value.body : undefined;
      entries.push({
        section: sectionAt(property.start),
        code: key.name,
        status: textOf('status'),
        retry: textOf('retry').slice(1, -1),
        sentence: body ? sentenceOf(body, source) : '',
      });
    },
  }).visit(program);
  return entries;
}
