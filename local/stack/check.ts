import { dirname, join } from 'node:path';
import { checkArchive } from './archive.ts';
import { checkTemplate } from './checks.ts';
import { readStack } from './serverless-file.ts';
import { readTemplate } from './template.ts';
import type { Problem } from './template.ts';
import { validateTemplate } from './validate.ts';

/** All problems of what `serverless package` has left in `.serverless/`. */
function checkPackage(root: string): readonly Problem[] {
  const packaged = join(root, '.serverless');
  const template = join(packaged, 'cloudformation-template-update-stack.json');
  const { functions } = readStack(join(root, 'serverless.yml'));
  return [
    ...validateTemplate(template),
    ...checkTemplate(readTemplate(template)),
    ...functions.flatMap((one) => checkArchive(join(packaged, `${one.name}.zip`), one)),
  ];
}

try {
  const found = checkPackage(dirname(dirname(import.meta.dirname)));
  for (const { check, resource, message } of found) console.log(`${check}: ${resource}: ${message}`);
  console.log(found.length === 0 ? 'The packaged stack is sound.' : `${found.length} problems`);
  process.exitCode = found.length === 0 ? 0 : 1;
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\nRun "npm run package" first.`);
  process.exitCode = 1;
}
