import { ownHeaders, pageStyle } from '../proxy/own-headers.ts';

interface Texts {
  title: string;
  explanation: string;
  signOut: string;
  stay: string;
}

const english: Texts = {
  title: 'Do you want to sign out?',
  explanation: 'A link on another site brought you here.',
  signOut: 'Sign out',
  stay: 'Stay signed in',
};

const texts: Readonly<Record<string, Texts>> = {
  en: english,
  et: {
    title: 'Kas soovite välja logida?',
    explanation: 'Teid tõi siia link teisel saidil.',
    signOut: 'Logi välja',
    stay: 'Jää sisselogituks',
  },
  ru: {
    title: 'Выйти из учётной записи?',
    explanation: 'Вас привела сюда ссылка с другого сайта.',
    signOut: 'Выйти',
    stay: 'Остаться',
  },
};

/** Those of every page of our own, but that its form may be sent to this site. */
export const signOutPageHeaders: readonly string[] = [
  ...ownHeaders.map((each) => each.replace("form-action 'none'", "form-action 'self'")),
  ...['content-type', 'text/html; charset=utf-8'],
];

export function signOutPage(acceptLanguage: string): string {
  const language = acceptLanguage.slice(0, 2).toLowerCase();
  const spoken = Object.hasOwn(texts, language) ? language : 'en';
  const { title, explanation, signOut, stay } = texts[spoken] ?? english;
  return `<!doctype html>
<html lang="${spoken}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>
<style>${pageStyle}</style></head>
<body><main>
<h1>${title}</h1>
<p>${explanation}</p>
<form method="post" action="/sign-out"><button>${signOut}</button></form>
<p><a href="/">${stay}</a></p>
</main></body>
</html>
`;
}
