// Comfort for the page that reads notices: source and items point at each other. The page works without it.
(function () {
  "use strict";
  const all = (selector, scope) => Array.from((scope || document).querySelectorAll(selector));
  const item = (number) => document.getElementById("item-" + number);
  const marks = (number) => all('.source mark[data-item="' + number + '"]');

  function light(number, field) {
    all(".hot").forEach((each) => each.classList.remove("hot"));
    if (!number) return;
    const box = item(number);
    if (box) box.classList.add("hot");
    marks(number).forEach((mark) => {
      const link = mark.querySelector("a");
      if (!field || link.dataset.field === field) mark.classList.add("hot");
    });
  }

  // bring a mark into sight inside the source, without moving the page
  function reveal(number, field) {
    const own = marks(number);
    const mark = own.find((each) => each.querySelector("a").dataset.field === field) || own[0];
    const pane = document.querySelector(".source");
    if (!mark || !pane || pane.scrollHeight <= pane.clientHeight) return;
    const place = mark.offsetTop - pane.offsetTop;
    if (place < pane.scrollTop || place > pane.scrollTop + pane.clientHeight - 40) pane.scrollTop = place - pane.clientHeight / 3;
  }

  function open(number, field) {
    const box = item(number);
    if (!box) return;
    box.hidden = false;
    box.open = true;
    light(number);
    const target = (field && document.getElementById(field)) || box.querySelector("summary");
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "center" });
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#item-"]');
    if (link) {
      event.preventDefault();
      open(link.hash.slice(6), link.dataset.field);
    }
    const fold = event.target.closest('a[href="#units"], a[href="#id_is_history"]');
    if (fold) {
      const box = document.querySelector(fold.hash).closest("details");
      if (box) box.open = true;
    }
    const back = event.target.closest('a[href^="#source-"]');
    if (back) {
      const box = document.querySelector(".source-box");
      if (box) box.open = true;
      light(back.hash.slice(8));
      reveal(back.hash.slice(8));
    }
  });
  const hit = location.hash.match(/^#item-(\d+)$/);
  if (hit && item(hit[1])) open(hit[1]);

  const number = (target) => { const box = target.closest && target.closest("[data-item]"); return box && box.dataset.item; };
  ["mouseover", "focusin"].forEach((name) => document.addEventListener(name, (event) => {
    const found = number(event.target);
    const inItem = event.target.closest && event.target.closest("details.item");
    light(found, inItem && name === "focusin" ? event.target.id : "");
    if (inItem && name === "focusin") {
      if (!document.querySelector(".source mark.hot")) light(found);
      reveal(found, event.target.id);
    }
  }));

  // only what needs looking at
  all("[data-onlygaps]").forEach((label) => {
    label.hidden = false;
    label.querySelector("input").addEventListener("change", (event) => {
      all("details.item").forEach((box) => { box.hidden = event.target.checked && !box.matches(".has-gap, .has-error"); });
    });
  });

  // all unknown units at once, without asking the server
  all('button[value="all-units"]').forEach((button) => button.addEventListener("click", (event) => {
    event.preventDefault();
    all(".newunits li").forEach((row) => {
      const same = row.querySelector("input[list]");
      if (!same.value) row.querySelector("[type=checkbox]").checked = true;
    });
  }));

  // the source folds away on a narrow screen
  if (window.matchMedia("(max-width: 991px)").matches) all(".source-box").forEach((box) => box.removeAttribute("open"));
})();
