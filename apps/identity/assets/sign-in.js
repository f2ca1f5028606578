/* global document */
// Without this script the form works; with it the password can be looked at while it is typed.
const reveal = document.getElementById('reveal');
const password = document.getElementById('password');

reveal.hidden = false;
reveal.addEventListener('click', () => {
  const shown = password.type === 'text';
  password.type = shown ? 'password' : 'text';
  reveal.textContent = shown ? reveal.dataset.show : reveal.dataset.hide;
});

// A browser keeps the type of a field when it offers to remember the password.
reveal.form?.addEventListener('submit', () => {
  password.type = 'password';
});
