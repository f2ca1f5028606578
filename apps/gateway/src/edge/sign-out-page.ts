import { brand } from '../proxy/error-texts.ts';
import { ownHeaders, pageStyle } from '../proxy/own-headers.ts';
import type { Locale } from '../proxy/spoken-language.ts';

interface Texts {
  title: string;
  explanation: string;
  signOut: string;
  stay: string;
}

const texts: Readonly<Record<Locale, Texts>> = {
  en: {
    title: 'Do you want to sign out?',
    explanation: 'A link on another site brought you here.',
    signOut: 'Sign out',
    stay: 'Stay signed in',
  },
  et: {
    title: 'Kas soovid välja logida?',
    explanation: 'Sind tõi siia link teiselt saidilt.',
    signOut: 'Logi välja',
    stay: 'Jää sisselogituks',
  },
  ru: {
    title: 'Вы хотите выйти?',
    explanation: 'Вы перешли сюда по ссылке с другого сайта.',
    signOut: 'Выйти',
    stay: 'Не выходить',
  },
};

/** Those of every page of our own, but that its form may be sent to this site. */
export const signOutPageHeaders: readonly string[] = [
  ...ownHeaders.map((each) => each.replace("form-action 'none'", "form-action 'self'")),
  ...['content-type', 'text/html; charset=utf-8'],
];

export function signOutPage(locale: Locale): string {
  const { title, explanation, signOut, stay } = texts[locale];
  return `<!doctype html>
<html lang="${locale}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title} · ${brand}</title>
<style>${pageStyle}</style></head>
<body><header><a href="/">${brand}</a></header>
<main>
<h1>${title}</h1>
<p>${explanation}</p>
<form method="post" action="/sign-out"><button>${signOut}</button></form>
<p><a href="/">${stay}</a></p>
</main></body>
</html>
`;
}
