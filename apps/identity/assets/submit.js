/* global document */
document.getElementById('sign-out').submit();
