import { ProfileProblem, ProfileSummary } from '@berth/contract';
import { z } from 'zod';
import type { App } from '../app.ts';
import type { Context } from '../context.ts';

const Facts = z.object({ file: z.string(), line: z.int().nullable(), problem: z.string() });

export function addProfileRoutes(app: App, { profiles, availability }: Context): void {
  app.get(
    '/api/v1/profiles',
    {
      config: { access: 'user' },
      schema: {
        tags: ['profiles'],
        summary: 'What can be started',
        response: { 200: z.array(ProfileSummary) },
      },
    },
    async () => Promise.all((await profiles.all()).map(profile => availability.summary(profile))),
  );

  app.get(
    '/api/v1/profiles/problems',
    {
      config: { access: 'admin', action: 'see the problems of profiles' },
      schema: {
        tags: ['profiles'],
        summary: 'Profile files that could not be used',
        response: { 200: z.array(ProfileProblem) },
      },
    },
    async () => (await profiles.problems()).map(problem => Facts.parse(problem.facts)),
  );
}
