import type { Locale } from './spoken-language.ts';

/** What a reader has to be told apart. */
export type ErrorKind =
  'refused' | 'unavailable' | 'too_large' | 'too_many' | 'forbidden' | 'not_found' | 'timeout' | 'uncertain';

export interface ErrorTexts {
  titles: Record<ErrorKind, string>;
  explanations: Record<ErrorKind, string>;
  tryAgain: string;
  toStart: string;
  reference: string;
  /** The help desk. */
  call: (phone: string) => string;
}

export const errorTexts: Record<Locale, ErrorTexts> = {
  en: {
    titles: {
      refused: 'This request could not be understood',
      unavailable: 'This page is not available right now',
      too_large: 'This request is too large',
      too_many: 'Too many requests at once',
      forbidden: 'This request was refused',
      not_found: 'Page not found',
      timeout: 'This request took too long to arrive',
      uncertain: 'We do not know yet whether this was done',
    },
    explanations: {
      refused: 'Something in the address, or in what your browser sent, is not right. Check the address and try again.',
      unavailable: 'The problem is on our side. Try again in a moment.',
      too_large:
        'Your browser sent more than we accept, often because of old cookies. Delete the cookies of this site and try again.',
      too_many: 'More requests came from your connection than we can take. Wait a moment and try again.',
      forbidden: 'It did not come from a page of this site. Open the page again and repeat what you did.',
      not_found: 'Check the address. The page may have moved.',
      timeout: 'Your connection may be slow. Try again.',
      uncertain: 'The answer did not reach us in time. Check whether it was done before you repeat it.',
    },
    tryAgain: 'Try again',
    toStart: 'Go to the start page',
    reference: 'If you contact us, quote this reference',
    call: (phone) => `Call ${phone}`,
  },
  et: {
    titles: {
      refused: 'Päringust ei saadud aru',
      unavailable: 'See leht ei ole praegu kättesaadav',
      too_large: 'Päring on liiga suur',
      too_many: 'Liiga palju päringuid korraga',
      forbidden: 'Päring lükati tagasi',
      not_found: 'Lehte ei leitud',
      timeout: 'Päringu saabumine võttis liiga kaua aega',
      uncertain: 'Me ei tea veel, kas see sai tehtud',
    },
    explanations: {
      refused: 'Midagi on valesti aadressis või selles, mida brauser saatis. Kontrolli aadressi ja proovi uuesti.',
      unavailable: 'Viga on meie poolel. Proovi hetke pärast uuesti.',
      too_large:
        'Brauser saatis rohkem, kui me vastu võtame, sageli vanade küpsiste tõttu. Kustuta selle saidi küpsised ja proovi uuesti.',
      too_many: 'Sinu ühendusest tuli rohkem päringuid, kui me vastu võtame. Oota hetk ja proovi uuesti.',
      forbidden: 'See ei tulnud meie saidi lehelt. Ava leht uuesti ja korda tegevust.',
      not_found: 'Kontrolli aadressi. Leht võib olla teisaldatud.',
      timeout: 'Sinu ühendus võib olla aeglane. Proovi uuesti.',
      uncertain: 'Vastus ei jõudnud õigel ajal meieni. Kontrolli enne kordamist, kas see sai tehtud.',
    },
    tryAgain: 'Proovi uuesti',
    toStart: 'Mine avalehele',
    reference: 'Kui võtad meiega ühendust, ütle see veakood',
    call: (phone) => `Helista ${phone}`,
  },
  ru: {
    titles: {
      refused: 'Запрос не удалось понять',
      unavailable: 'Эта страница сейчас недоступна',
      too_large: 'Запрос слишком большой',
      too_many: 'Слишком много запросов сразу',
      forbidden: 'Запрос отклонён',
      not_found: 'Страница не найдена',
      timeout: 'Запрос поступал слишком долго',
      uncertain: 'Пока неизвестно, выполнено ли это',
    },
    explanations: {
      refused: 'Что-то не так в адресе или в том, что отправил браузер. Проверьте адрес и попробуйте ещё раз.',
      unavailable: 'Проблема на нашей стороне. Попробуйте ещё раз чуть позже.',
      too_large:
        'Браузер отправил больше, чем мы принимаем, — часто из-за старых файлов cookie. Удалите файлы cookie этого сайта и попробуйте ещё раз.',
      too_many:
        'С вашего подключения пришло больше запросов, чем мы принимаем. Подождите немного и попробуйте ещё раз.',
      forbidden: 'Запрос пришёл не со страницы нашего сайта. Откройте страницу снова и повторите действие.',
      not_found: 'Проверьте адрес. Возможно, страница перемещена.',
      timeout: 'Возможно, у вас медленное соединение. Попробуйте ещё раз.',
      uncertain: 'Мы не получили ответ вовремя. Прежде чем повторять, проверьте, не выполнено ли это уже.',
    },
    tryAgain: 'Попробовать ещё раз',
    toStart: 'На главную',
    reference: 'Если обратитесь к нам, назовите этот код ошибки',
    call: (phone) => `Позвонить: ${phone}`,
  },
};
