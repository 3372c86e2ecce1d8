import { message } from './sarif.ts';
import type { Judged, Verdict } from './verdict.ts';

/**
 * A verdict as JUnit XML, which every CI system shows: a test case for each finding, that fails if the finding makes
 * the gate fail, and is skipped if it is ignored. One that passes stands for an image without findings.
 *
 * https://github.com/testmoapp/junitxml
 */
export function* junit({ image, at, findings }: Verdict): Generator<string> {
  const count = (wanted: Judged['verdict']) => findings.filter(({ verdict }) => verdict === wanted).length;
  const name = `${image.repository}@${image.digest}`;
  const counts = `tests="${Math.max(1, findings.length)}" failures="${count('fails')}" errors="0" skipped="${count('ignored')}"`;
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield `<testsuites name="Redress gate" ${counts}>\n`;
  yield `  <testsuite name="${escaped(name)}" timestamp="${escaped(at)}" ${counts}>\n`;
  if (findings.length === 0) yield `    <testcase classname="${escaped(image.repository)}" name="no findings"/>\n`;
  for (const finding of findings) yield `${testCase(finding, image.repository)}\n`;
  yield '  </testsuite>\n</testsuites>\n';
}

function testCase(finding: Judged, repository: string): string {
  const { id, severity, packages, verdict } = finding;
  const where = packages.map(({ name }) => name).join(', ');
  const head = `    <testcase classname="${escaped(repository)}" name="${escaped(`${id} ${where}`.trim())}"`;
  const text = escaped(message(finding));
  switch (verdict) {
    case 'fails':
      return `${head}>\n      <failure type="${escaped(severity)}" message="${text}">${text}</failure>\n    </testcase>`;
    case 'ignored': {
      const why = `ignored until ${finding.entry.expires}: ${finding.entry.reason}`;
      return `${head}>\n      <skipped message="${escaped(why)}"/>\n    </testcase>`;
    }
    case 'passes':
      return `${head}>\n      <system-out>${text}</system-out>\n    </testcase>`;
  }
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text for an element or an attribute. What XML 1.0 can't hold at all is left out: https://www.w3.org/TR/xml/#charsets */
export function escaped(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll(/[&<>"']/g, (character) => entities[character] ?? '')
    .replaceAll(/[\t\n\r]/g, ' ');
}
