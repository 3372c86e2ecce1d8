/** A rule of the house that the linter has no words for: what in a file breaks it. */
interface Rule {
  readonly name: string;
  /** Paths that it holds for, relative to the project. */
  readonly files: RegExp;
  readonly broken: RegExp;
}

const rules: readonly Rule[] = [
  {
    name: 'time comes in as an argument',
    files: /^(?:functions\/|shared\/(?!clock\.ts$))/,
    broken: /\bnew Date(?:\(\s*\)|(?![\w(]))|(?<!\bnew )\bDate\(\s*\)/g,
  },
  {
    // The other forms bundle all of zod: 443 KB instead of 88, and 12 ms of every cold start.
    name: 'zod is imported as a namespace',
    files: /^(?:shared|functions)\//,
    broken: /^import (?!type\b)(?!\* as )[^;]*? from 'zod(?:\/[\w/]+)?';/gm,
  },
  {
    // A warm Lambda carries it from one customer's event to the next one's. A collection that starts empty is state.
    name: 'modules hold no state',
    files: /^(?:shared|functions|local)\//,
    broken:
      /^(?:export )?(?:let|var) .*|^(?:export )?const \w+ = (?:new (?:Map|Set|WeakMap|WeakSet)(?:<.*>)?\(\);|\[\];|\{\};)/gm,
  },
  {
    // Messages are counted and searched for; what varies goes into the fields.
    name: 'log messages are static',
    files: /^(?:shared|functions)\//,
    broken: /\blogger\.(?:trace|debug|info|warn|error|critical)\(\s*(?:`|'[^']*' \+|\w+ \+)/g,
  },
];

/** Every rule that a file breaks, as `path: rule: what`. */
export function brokenRules(path: string, text: string): readonly string[] {
  const code = text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(?<!:)\/\/.*$/gm, '');
  return rules
    .filter(({ files }) => files.test(path))
    .flatMap(({ name, broken }) => [...code.matchAll(broken)].map(([what]) => `${path}: ${name}: ${what}`));
}
