import { answerCommand } from './answer.ts';

export const rejectCommand = answerCommand('reject');
