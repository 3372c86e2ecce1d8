import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { policyImports } from '../stack/policy-module.ts';

/** What is imported of the AWS SDK, by package. */
export type SdkImports = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * The least that a function's SDK clients cost: a module with the same clients and commands, and nothing
 * else, to be bundled as the function is. Each under a name of its own: services have commands of the same name.
 */
export function bareEntry(imports: SdkImports): string {
  const lines = [...imports].map(([name, members], index) => {
    const exported = [...members].map((member) => `${member} as ${member}${index}`);
    return `export { ${exported.join(', ')} } from '${name}';\n`;
  });
  return lines.join('');
}

/** The SDK imports in the text of a module; types are nothing at run time. */
export function sdkImportsOf(text: string): SdkImports {
  const imports = new Map<string, Set<string>>();
  for (const [, members = '', name = ''] of text.matchAll(/^import \{([^}]*)\} from '(@aws-sdk\/[^']+)'/gm)) {
    const found = imports.get(name) ?? new Set();
    imports.set(name, found);
    for (const member of members.split(',').map((part) => part.trim())) {
      if (member !== '' && !member.startsWith('type ')) found.add(member);
    }
  }
  return imports;
}

/** The SDK imports of a module and of all that it imports within the project, on demand or at once. */
export async function sdkImportsFrom(source: string, root: string): Promise<SdkImports> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [source],
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    logLevel: 'silent',
    plugins: [policyImports],
  });
  const imports = new Map<string, Set<string>>();
  for (const file of Object.keys(metafile.inputs)) {
    for (const [name, members] of sdkImportsOf(await readFile(join(root, file), 'utf8'))) {
      imports.set(name, new Set([...(imports.get(name) ?? []), ...members]));
    }
  }
  return imports;
}
