// On narrow screens a list is shown as cards (see admin-work.css); each cell then names its column.
(function () {
  "use strict";
  const table = document.getElementById("result_list");
  if (!table) return;
  const heads = Array.from(table.querySelectorAll("thead th"), (head) => (head.querySelector(".text") || head).textContent.trim());
  table.querySelectorAll("tbody tr").forEach((row) => {
    Array.from(row.children).forEach((cell, place) => {
      if (!cell.classList.contains("action-checkbox") && heads[place]) cell.dataset.label = heads[place];
    });
  });
  table.classList.add("as-cards");
})();
