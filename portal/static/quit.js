// Three times Escape within two seconds does what the "Quitter" button does. Nothing else on the site needs this file.
(function () {
  "use strict";
  var times = [];

  function leave() {
    var form = document.querySelector("form[data-exit]");
    if (form) {
      form.submit();
    }
  }

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") {
      times = [];
      return;
    }
    times = times.filter(function (time) { return event.timeStamp - time < 2000; });
    times.push(event.timeStamp);
    if (times.length === 3) {
      leave();
    }
  });

  document.querySelectorAll("[data-with-script]").forEach(function (element) {
    element.hidden = false;
  });

  // Coming back with the "back" button must ask the server again: the session may be over.
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) {
      window.location.reload();
    }
  });
})();
