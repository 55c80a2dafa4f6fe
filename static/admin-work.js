// On narrow screens lists and rows of forms are shown as cards (see admin-work.css); each cell then names its column.
(function () {
  "use strict";
  const SILENT = ["action-checkbox", "original", "delete"];
  document.querySelectorAll("#result_list, .inline-group .tabular table").forEach((table) => {
    const heads = Array.from(table.querySelectorAll("thead th"), (head) => (head.querySelector(".text") || head).textContent.trim());
    table.querySelectorAll("tbody tr").forEach((row) => {
      Array.from(row.children).forEach((cell, place) => {
        if (!SILENT.some((name) => cell.classList.contains(name)) && heads[place]) cell.dataset.label = heads[place];
      });
    });
    table.classList.add("as-cards");
  });
})();
