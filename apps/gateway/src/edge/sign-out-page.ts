import { ownPage, ownPageHeaders } from '../proxy/own-page.ts';
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
export function signOutPageHeaders(): readonly string[] {
  return [...ownPageHeaders("'self'"), ...['content-type', 'text/html; charset=utf-8']];
}

export function signOutPage(locale: Locale): string {
  const { title, explanation, signOut, stay } = texts[locale];
  const content = `<p>${explanation}</p>
<div class="actions"><form method="post" action="/sign-out"><button class="button">${signOut}</button></form>
<a href="/">${stay}</a></div>`;
  return ownPage({ locale, title, content });
}
