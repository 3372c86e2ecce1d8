import { printable } from '../../shared/aws/failure.ts';
import { rank } from './findings.ts';
import type { GateFinding } from './findings.ts';
import type { Judged, Verdict } from './verdict.ts';

/**
 * A verdict as SARIF 2.1.0, for code scanning. Findings that are ignored come with a suppression, those below the
 * threshold as they are: what counts is for the reader to say.
 *
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html; what GitHub reads of it:
 * https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
export function* sarif({ image, findings }: Verdict): Generator<string> {
  const rules = [...new Map(findings.map((finding) => [finding.id, finding])).values()];
  const place = new Map(rules.map(({ id }, index) => [id, index]));
  const uri = `${image.registry}.dkr.ecr.${image.region}.amazonaws.com/${image.repository}`;
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Redress gate', rules: rules.map(rule) } },
        automationDetails: { id: `redress-gate/${image.repository}/` },
        columnKind: 'utf16CodeUnits',
        results: [],
      },
    ],
  };
  // Quotes inside of texts are escaped, so that this is found where it was written, and nowhere else.
  const [head = '', tail = ''] = JSON.stringify(log, null, 2).split('"results": []');
  yield `${head}"results": [`;
  for (const [index, finding] of findings.entries()) {
    const one = JSON.stringify(result(finding, place.get(finding.id) ?? 0, uri, image.digest));
    yield `${index === 0 ? '' : ','}\n          ${one}`;
  }
  yield `${findings.length === 0 ? '' : '\n        '}]${tail}\n`;
}

function rule({ id, title, severity, score, url }: GateFinding) {
  return {
    id: ruleId(id),
    shortDescription: { text: printable(title, 1000) },
    ...(url !== undefined && isWebAddress(url) ? { helpUri: url } : {}),
    properties: {
      tags: ['security', 'vulnerability', printable(severity, 20)],
      // GitHub makes its own severity of it; a text, from 0.0 to 10.0.
      ...(score === undefined ? {} : { 'security-severity': score.toFixed(1) }),
    },
  };
}

function result(finding: Judged, ruleIndex: number, uri: string, digest: string) {
  const { id, arn, packages } = finding;
  return {
    ruleId: ruleId(id),
    ruleIndex,
    level: level(finding),
    message: { text: message(finding) },
    locations: [
      {
        // There is no file of the repository that it is in; code scanning shows nothing without a line of one.
        physicalLocation: { artifactLocation: { uri }, region: { startLine: 1 } },
        // Each once, as the schema has it: a package may lie in several places of an image.
        logicalLocations: [...new Set(packages.map(({ name, version }) => printable(`${name}@${version}`, 500)))].map(
          (fullyQualifiedName) => ({ fullyQualifiedName, kind: 'package' }),
        ),
      },
    ],
    partialFingerprints: { 'redressFinding/v1': printable(arn, 300) },
    properties: { digest, exploited: finding.exploited, fixable: finding.fixable, verdict: finding.verdict },
    ...(finding.verdict === 'ignored'
      ? {
          suppressions: [
            {
              kind: 'external',
              status: 'accepted',
              justification: `${finding.entry.reason} (until ${finding.entry.expires})`,
            },
          ],
        }
      : {}),
  };
}

function ruleId(id: string): string {
  return printable(id, 255);
}

function level({ severity }: GateFinding): 'error' | 'warning' | 'note' {
  if (rank(severity) >= rank('HIGH')) return 'error';
  return rank(severity) === rank('MEDIUM') ? 'warning' : 'note';
}

/** What it is in, and what to upgrade to. */
export function message({ id, severity, exploited, packages }: GateFinding): string {
  const parts = packages.map(
    ({ name, version, fixed }) => `${name} ${version} (${fixed === undefined ? 'no fix yet' : `fixed in ${fixed}`})`,
  );
  const where = parts.length === 0 ? '' : ` in ${parts.join(', ')}`;
  return printable(`${id}, ${severity}${exploited ? ' with a known exploit' : ''}${where}.`, 2000);
}

function isWebAddress(url: string): boolean {
  return URL.canParse(url) && new URL(url).protocol === 'https:';
}
