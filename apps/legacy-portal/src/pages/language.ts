import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { localPath } from '../session/local-path.ts';
import { isLanguage, type Language, speak } from '../language/language.ts';

const cookieName = 'lang';
const oneYearMs = 31_536_000_000;
const params = z.object({ language: z.enum(['en', 'et', 'ru']) satisfies z.ZodType<Language> });
const query = z.object({ return: z.string().optional() });

/** Pages speak the language of the cookie `lang`, English without it; `/language/{language}` sets it. */
export function languageRoutes(app: FastifyInstance): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const chosen = request.cookies[cookieName];
    speak(isLanguage(chosen) ? chosen : 'en', done);
  });
  app.get('/language/:language', (request, reply) => {
    const { language } = params.parse(request.params);
    // Readable by scripts, since the new pages speak it too.
    reply.setCookie(cookieName, language, { path: '/', expires: new Date(Date.now() + oneYearMs), sameSite: 'lax' });
    return reply.redirect(localPath(query.parse(request.query).return), 302);
  });
}
