import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { buildFunction } from '../build.ts';
import type { Built } from '../build.ts';
import { projectRoot } from '../root.ts';
import type { Stack } from '../stack/serverless-file.ts';
import { bareEntry, sdkImportsFrom } from './bare.ts';
import type { SdkImports } from './bare.ts';

export interface Bundle {
  /** `sources/config-compliance`. */
  readonly path: string;
  readonly built: Built;
  /** The same SDK clients and commands with nothing around them; undefined where the function has none. */
  readonly bare: Built | undefined;
}

export interface Bundles {
  readonly functions: readonly Bundle[];
  /** A handler that does nothing. */
  readonly empty: Built;
}

/** Bundles each function of the stack, and what it is compared with, by the same build. */
export async function buildBundles({ functions }: Pick<Stack, 'functions'>, folder: string): Promise<Bundles> {
  const root = join(folder, 'compared');
  await mkdir(root, { recursive: true });
  await symlink(join(projectRoot, 'node_modules'), join(root, 'node_modules'));
  const compare = async (path: string, text: string): Promise<Built> => {
    const source = join(root, 'functions', `${path}.ts`);
    await mkdir(dirname(source), { recursive: true });
    await writeFile(source, text);
    return buildFunction(path, join(folder, 'dist', path), root);
  };
  const bundles: Bundle[] = [];
  // Sources have the same client, which is built once.
  const bare = new Map<string, Built>();
  for (const { path, source } of functions) {
    const imports = await sdkImportsFrom(source, projectRoot);
    const text = bareEntry(imports);
    const compared = bare.get(text) ?? (await compare(`bare/${path.replaceAll('/', '-')}`, text));
    bare.set(text, compared);
    const built = await buildFunction(path, join(folder, 'dist', path));
    bundles.push({ path, built, bare: hasAny(imports) ? compared : undefined });
  }
  return { functions: bundles, empty: await compare('bare/empty', 'export const handler = async () => undefined;\n') };
}

function hasAny(imports: SdkImports): boolean {
  return imports.size > 0;
}
