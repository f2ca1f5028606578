import type { Messages } from './messages.ts';

const minuteForms: Partial<Record<Intl.LDMLPluralRule, string>> = { one: 'минуту', few: 'минуты' };

function minutesInRussian(minutes: number): string {
  return minuteForms[new Intl.PluralRules('ru').select(minutes)] ?? 'минут';
}

export const ru: Messages = {
  language: 'Язык',
  customerTitle: 'Вход',
  operatorTitle: 'Вход для операторов',
  customerIntro: 'Используйте тот же адрес электронной почты и пароль, что и раньше.',
  operatorIntro: 'Для сотрудников, обслуживающих портал.',
  email: 'Адрес электронной почты',
  login: 'Имя пользователя',
  password: 'Пароль',
  showPassword: 'Показать пароль',
  hidePassword: 'Скрыть пароль',
  signIn: 'Войти',
  backToPortal: 'Вернуться без входа',
  missing: 'Заполните оба поля.',
  refused: 'Неверный адрес электронной почты или пароль. Проверьте их и попробуйте ещё раз.',
  refusedOperator: 'Неверное имя пользователя или пароль. Проверьте их и попробуйте ещё раз.',
  locked: (minutes) =>
    `Слишком много попыток. Попробуйте ещё раз через ${String(minutes)} ${minutesInRussian(minutes)}.`,
  unavailable:
    'Сейчас мы не можем проверить пароль. Проблема на нашей стороне. Проверьте введённые данные и попробуйте ещё раз через несколько минут.',
  reference: 'Код ошибки',
  errorTitle: 'Что-то пошло не так',
  errorText: 'Проблема на нашей стороне, или ссылка, по которой вы перешли, неполная. Начните заново с портала.',
  notFoundTitle: 'Такой страницы нет',
  notFoundText: 'Адрес неверный, или страница перенесена. Начните заново с портала.',
  expiredTitle: 'Этот вход завершён',
  expiredText:
    'Прошло слишком много времени, вход завершён в другой вкладке или браузер не сохраняет файлы cookie. Начните заново с портала.',
  signOutTitle: 'Выход',
  signOutQuestion: 'Вы хотите выйти?',
  signOut: 'Выйти',
  staySignedIn: 'Не выходить',
  signingOut: 'Выполняется выход…',
  continue: 'Продолжить',
  signedOutTitle: 'Вы вышли',
  signedOutText: 'Эту страницу можно закрыть.',
};
