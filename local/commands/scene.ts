import { safe } from '../print/style.ts';
import { CommandError } from '../run.ts';
import type { Arguments, Streams } from '../run.ts';
import { openStage } from '../stage.ts';
import type { Scene, Stage, StageOptions } from '../stage.ts';
import { readState } from '../state/file.ts';
import type { SavedState } from '../state/file.ts';
import { keepState } from '../state/keep.ts';
import { stateFile, text, toStageOptions } from './options.ts';

/** A world that goes on from what an earlier command has left, or begins. */
export interface Continued {
  readonly stage: Stage;
  readonly scene: Scene;
  /** When the state that it goes on from was left; undefined: it begins. */
  readonly since: string | undefined;
  /** Leaves the world for the next command, where the caller wants one to be left. */
  keep(): Promise<void>;
}

/**
 * Opens the world that an earlier command has left; without one, the initial account.
 *
 * `needed`: there must be one, since the command is about what it holds. `begin`: the time, where there is none.
 *
 * @throws CommandError if there is none and one is needed, or if it is of another AWS than the one asked for
 */
export async function continueScene(
  given: Arguments,
  { stderr }: Streams,
  { needed, begin = new Date() }: { readonly needed: boolean; readonly begin?: Date },
): Promise<Continued> {
  const file = stateFile(given);
  const asked = toStageOptions(given);
  const found = file === undefined || asked.account !== undefined ? undefined : await readState(file);
  const saved = found === undefined ? undefined : suitable(found, asked, needed);
  if (saved === undefined && needed) {
    const where = file === undefined ? '--no-state leaves none' : `looked in ${safe(file)}`;
    throw new CommandError(`there is no state to go on with (${where}). Make one: redress replay --mode approve`);
  }
  const options = saved === undefined ? asked : merged(asked, saved);
  const stage = await openStage(options);
  const scene = await open(stage, begin, saved);
  if (saved !== undefined) stderr.write(`Going on from ${saved.at}, as left in ${safe(file ?? '')}.\n`);
  return {
    stage,
    scene,
    since: saved?.at,
    keep: async () => {
      // What this command was told is for this command; the next one goes on as the replay was.
      if (file !== undefined) await keepState(file, scene, saved?.stage ?? options);
    },
  };
}

/** A state of one AWS must not be gone on with in another, nor a real account be acted in without being named. */
function suitable(saved: SavedState, asked: StageOptions, needed: boolean): SavedState | undefined {
  const { endpoint, profile } = saved.stage;
  if (endpoint === asked.endpoint && profile === asked.profile) return saved;
  if (!needed) return undefined;
  const option = profile === undefined ? `--endpoint ${safe(endpoint ?? '')}` : `--profile ${safe(profile)}`;
  const local = endpoint === undefined && profile === undefined;
  throw new CommandError(
    local
      ? 'the state is of the local account: leave --profile and --endpoint out'
      : `the state is not of the local account: add ${option}`,
  );
}

function merged(asked: StageOptions, { stage }: SavedState): StageOptions {
  return { ...asked, mode: asked.mode ?? stage.mode, policy: asked.policy ?? stage.policy };
}

async function open(stage: Stage, begin: Date, saved: SavedState | undefined): Promise<Scene> {
  if (saved === undefined) return stage.open(begin);
  try {
    return await stage.open(new Date(saved.at), saved);
  } catch (error) {
    const message = `the state can't be gone on with: ${(error as Error).message} Make a new one: redress replay`;
    throw new CommandError(message, { cause: error });
  }
}

/** Who acts, as an ARN: whoever `--as` names, whose credentials they are, or the user of this machine. */
export function actor(given: Arguments, { env }: Streams, { caller, accounts }: Stage): string {
  const named = text(given, 'as');
  if (named !== undefined) return named;
  if (caller !== undefined) return caller;
  const user = (env['USER'] ?? env['USERNAME'] ?? '').replaceAll(/[^\w+=,.@-]/g, '').slice(0, 64);
  return `arn:aws:iam::${accounts[0]}:user/${user === '' ? 'local' : user}`;
}
