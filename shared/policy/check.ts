import { suggestion } from './did-you-mean.ts';
import { findingsOf, valueAt } from './explain.ts';
import { compileGlob } from './glob.ts';
import type { Finding, Path } from './problem.ts';
import { displayPath, excerpt } from './problem.ts';
import type { KnownRemediation } from './schema.ts';
import { selectorRanks } from './selectors-schema.ts';
import { settingsShape } from './settings-schema.ts';

/**
 * What a schema can't see: how the parts of a policy fit together, and to the remediations. The value may
 * be anything; a part of the wrong type is the schema's business and skipped here, so that one reading
 * tells all that is wrong.
 */
export function checkMeaning(value: unknown, known: readonly KnownRemediation[]): Finding[] {
  const rules = entriesAt(value, 'rules');
  const protective = [...entriesAt(value, 'exemptions'), ...entriesAt(value, 'protected')];
  return [
    ...rules.flatMap(({ entry, path }) => checkRule(entry, path, known)),
    ...repeatedNames(rules),
    ...protective.flatMap(({ entry, path }) => [...missingSelector(entry, path), ...unmatched(entry, path, known)]),
    ...checkConfigRules(valueAt(value, ['config-rules']), known),
    ...entriesAt(value, 'audit-manager', 'controls').flatMap(({ entry, path }) => unmatched(entry, path, known)),
  ];
}

function checkRule(rule: object, path: Path, known: readonly KnownRemediation[]): Finding[] {
  const settings = [...Object.keys(settingsShape), 'parameters'];
  const idle: Finding = {
    path,
    what: 'the rule sets nothing',
    why: 'A rule selects resources and says what holds for them',
    todo: `Add at least one of: ${settings.join(', ')}.`,
  };
  return [
    ...missingSelector(rule, path),
    ...(settings.some((key) => Object.hasOwn(rule, key)) ? [] : [idle]),
    ...bareStars(rule, path),
    ...unmatched(rule, path, known),
    ...checkParameters(rule, path, known),
  ];
}

function missingSelector(entry: object, path: Path): Finding[] {
  const selectors = Object.keys(selectorRanks);
  if (selectors.some((key) => Object.hasOwn(entry, key))) return [];
  return [
    {
      path,
      what: 'no selector',
      why: 'An entry without one would hold for everything, which is easily meant otherwise',
      todo: `Add at least one of: ${selectors.join(', ')}. What holds for everything belongs in defaults.`,
    },
  ];
}

/** `*` alone selects all, yet would make the rule look more specific than one that selects by less. */
function bareStars(rule: object, path: Path): Finding[] {
  return ['remediations', 'regions', 'resources'].flatMap((selector) =>
    stringsAt(rule, selector).flatMap(({ text, index }) => {
      if (!/^\*+$/.test(text)) return [];
      return [
        {
          path: [...path, selector, index],
          what: `${excerpt(text)} selects everything`,
          why: 'It would still make the rule as specific as one that names something, and let it win',
          todo: `Leave ${selector} out.`,
        },
      ];
    }),
  );
}

/** Patterns for remediations that select none; whole ids are compared by the schema. */
function unmatched(entry: object, path: Path, known: readonly KnownRemediation[]): Finding[] {
  if (known.length === 0) return [];
  return stringsAt(entry, 'remediations').flatMap(({ text, index }) => {
    if (!/[*?]/.test(text) || known.some(({ id }) => compileGlob(text)(id))) return [];
    return [
      {
        path: [...path, 'remediations', index],
        what: `${excerpt(text)} selects no remediation`,
        why: 'The entry would never hold',
        todo: `Choose from: ${known.map(({ id }) => id).join(', ')}.`,
      },
    ];
  });
}

function checkParameters(rule: object, path: Path, known: readonly KnownRemediation[]): Finding[] {
  const parameters = valueAt(rule, ['parameters']);
  if (parameters === undefined) return [];
  const patterns = stringsAt(rule, 'remediations').map(({ text }) => compileGlob(text));
  if (patterns.length === 0) {
    return [
      {
        path: [...path, 'parameters'],
        what: 'parameters without naming remediations',
        why: 'Each remediation has parameters of its own, so they can only be checked against the ones that are named',
        todo: 'Add remediations to the rule.',
      },
    ];
  }
  return known
    .filter(({ id }) => patterns.some((matches) => matches(id)))
    .flatMap(({ parameters: schema }) => (schema === undefined ? [] : findingsOf(schema, parameters)))
    .map((finding) => ({ ...finding, path: [...path, 'parameters', ...finding.path] }));
}

function repeatedNames(rules: readonly Entry[]): Finding[] {
  const first = new Map<unknown, Path>();
  return rules.flatMap(({ entry, path }) => {
    const name = valueAt(entry, ['name']);
    const earlier = first.get(name);
    if (earlier === undefined) first.set(name, path);
    if (typeof name !== 'string' || earlier === undefined) return [];
    return [
      {
        path: [...path, 'name'],
        what: `${excerpt(name)} is the name of ${displayPath(earlier)} already`,
        why: 'Outcomes name the rule that decided',
        todo: 'Give it a name of its own.',
      },
    ];
  });
}

/** Only possible where every remediation says what triggers it. */
function checkConfigRules(value: unknown, known: readonly KnownRemediation[]): Finding[] {
  if (value === null || typeof value !== 'object' || known.length === 0) return [];
  if (known.some(({ triggers }) => triggers === undefined)) return [];
  const answered = new Set(known.flatMap(({ triggers = [] }) => triggers.flatMap(({ configRule = [] }) => configRule)));
  return Object.entries(value).flatMap(([own, managed]) => {
    if (typeof managed !== 'string' || answered.has(managed)) return [];
    return [
      {
        path: ['config-rules', own],
        what: `no remediation answers to ${excerpt(managed)}`,
        why: "The right side has to be the name of one of AWS's managed rules that a remediation is triggered by",
        todo: suggestion(managed, [...answered].toSorted()),
      },
    ];
  });
}

interface Entry {
  readonly entry: object;
  readonly path: Path;
}

/** The mappings of a list. */
function entriesAt(value: unknown, ...section: string[]): Entry[] {
  const list = valueAt(value, section);
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: unknown, index) => {
    return entry === null || typeof entry !== 'object' ? [] : [{ entry, path: [...section, index] }];
  });
}

/** The texts of a list, with their places. */
function stringsAt(entry: object, key: string): { readonly text: string; readonly index: number }[] {
  const list = valueAt(entry, [key]);
  if (!Array.isArray(list)) return [];
  return list.flatMap((text: unknown, index) => (typeof text === 'string' ? [{ text, index }] : []));
}
