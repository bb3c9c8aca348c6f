// Says so in the page when a passkey could not be used (cancelled, unknown, no answer), instead of in the console.
(function () {
  "use strict";
  document.addEventListener("allauth.error", function (event) {
    event.preventDefault();
    document.querySelectorAll("[data-passkey-error]").forEach(function (element) {
      element.hidden = false;
    });
  });
})();
