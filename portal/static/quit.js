// Three times Escape within two seconds does what the "Quitter" button does. Nothing else on the site needs this file.
(function () {
  "use strict";
  var times = [];
  var form = document.querySelector("form[data-exit]");

  // The page goes blank at once, the session ends, and the neutral page takes this one's place in the history.
  // Without an address, without fetch or without this file the form does it, and only stays in the history.
  function leave(event) {
    var neutral = form && form.getAttribute("data-exit");
    if (!neutral || !window.fetch || !window.AbortController) {
      if (form && !event) {
        form.submit();
      }
      return;
    }
    if (event) {
      event.preventDefault();
    }
    document.documentElement.hidden = true;
    document.title = "";
    function go() {
      window.clearTimeout(late);
      window.location.replace(neutral);
    }
    var late = window.setTimeout(go, 500);
    window.fetch(form.action, { method: "POST", keepalive: true, redirect: "manual" }).then(go, go);
  }

  if (form) {
    form.addEventListener("submit", leave);
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
