// Comfort over pages that work without it. No library, no inline handlers.
(function () {
  "use strict";
  const root = document.documentElement;
  const all = (selector, scope) => Array.from((scope || document).querySelectorAll(selector));

  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
    element.append(...children);
    return element;
  }

  const live = make("p", { "aria-live": "polite", class: "visually-hidden" });
  document.body.append(live);

  // 大字
  all("[data-bigtext]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      const big = root.classList.toggle("big");
      button.setAttribute("aria-pressed", big);
      document.cookie = "bigtext=" + (big ? "1" : "0") + "; max-age=31536000; path=/; SameSite=Lax";
    });
  });

  // menus close on a click elsewhere and on Escape
  document.addEventListener("click", (event) => {
    all("details.menu[open]").forEach((menu) => menu.contains(event.target) || menu.removeAttribute("open"));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    all("details.menu[open]").forEach((menu) => {
      menu.removeAttribute("open");
      menu.querySelector("summary").focus();
    });
    if (location.hash === "#nav") location.hash = "";
  });

  // the question before something that cannot be undone
  function ask(question, proceed) {
    const yes = make("button", { class: "btn btn-danger", value: "yes" }, "确定");
    const no = make("button", { class: "btn btn-outline-secondary", value: "no" }, "取消");
    const form = make("form", { method: "dialog" }, make("p", { id: "question" }, question), make("div", { class: "form-foot" }, yes, no));
    const dialog = make("dialog", { "aria-labelledby": "question" }, form);
    document.body.append(dialog);
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (dialog.returnValue === "yes") proceed();
    });
    dialog.showModal();
    no.focus();
  }

  let sent = false;
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const button = event.submitter;
    const question = (button && button.dataset.confirm) || form.dataset.confirm;
    if (question && !form.confirmed && window.HTMLDialogElement) {
      event.preventDefault();
      ask(question, () => {
        form.confirmed = true;
        form.requestSubmit(button);
      });
      return;
    }
    if (form.method !== "post" || event.defaultPrevented) return;
    sent = true;
    setTimeout(() => all("button", form).forEach((each) => { each.disabled = true; }));
  });
  window.addEventListener("pageshow", () => {
    sent = false;
    all("form[method=post] button:disabled").forEach((each) => { each.disabled = false; });
  });

  // long work says that it goes on: a form until the next page comes, a file until it is there
  function busy(words) {
    return make("p", { role: "status", class: "busy" }, words);
  }
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented) return;
    if (form.dataset.busy) form.append(busy(form.dataset.busy));
    const line = form.querySelector("[data-progress]"); // htmx would stop the form, were its submit the trigger
    if (line && window.htmx) window.htmx.trigger(line, "sent");
  });
  window.addEventListener("pageshow", () => all(".busy").forEach((line) => line.remove()));

  function nameOf(answer) {
    const found = /filename\*=utf-8''([^;]+)|filename="([^"]+)"/i.exec(answer.headers.get("Content-Disposition") || "");
    return found ? decodeURIComponent(found[1] || found[2]) : "";
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-busy]");
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || !window.fetch) return;
    event.preventDefault();
    const menu = link.closest("details.menu");
    if (menu) menu.removeAttribute("open");
    if (document.querySelector(".busy")) return;
    const line = busy(link.dataset.busy);
    document.querySelector("main").prepend(line);
    const plainly = () => { line.remove(); location.assign(link.href); }; // a refusal is a page of its own
    fetch(link.href, { credentials: "same-origin" }).then((answer) => {
      const name = nameOf(answer);
      if (!answer.ok || !name) return plainly();
      return answer.blob().then((file) => {
        const address = URL.createObjectURL(file);
        const save = make("a", { href: address, download: name, hidden: "" });
        document.body.append(save);
        save.click();
        save.remove();
        setTimeout(() => URL.revokeObjectURL(address), 60000);
        line.remove();
        live.textContent = "文件已生成";
      });
    }).catch(plainly);
  });

  // leaving a form that was changed
  all("form[data-guard]").forEach((form) => form.addEventListener("input", () => { form.changed = true; }));
  window.addEventListener("beforeunload", (event) => {
    if (!sent && all("form[data-guard]").some((form) => form.changed)) event.preventDefault();
  });

  // filters: choose and see; folded away on a narrow screen unless one is set
  all("form[data-autosubmit]").forEach((form) => {
    form.addEventListener("change", (event) => { if (event.target.matches("select, [type=checkbox], [type=radio]")) form.requestSubmit(); });
    form.addEventListener("submit", () => {
      all("input, select", form).forEach((field) => { if (!field.value) field.disabled = true; });
    });
  });
  if (window.matchMedia("(max-width: 640px)").matches) {
    all("details.filters:not([data-active])").forEach((filters) => filters.removeAttribute("open"));
  }

  // copy
  all("[data-copy]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      const source = document.querySelector(button.dataset.copy);
      const text = "value" in source ? source.value : source.textContent.trim();
      const done = () => { live.textContent = "已复制"; button.lastChild.textContent = "已复制"; };
      if (navigator.clipboard) navigator.clipboard.writeText(text).then(done);
      else {
        const range = document.createRange();
        range.selectNodeContents(source);
        getSelection().removeAllRanges();
        getSelection().addRange(range);
        if (document.execCommand("copy")) done();
      }
    });
  });

  // take over a text that stands beside
  all("[data-fill]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      const input = document.querySelector(button.dataset.fill);
      input.value = document.querySelector(button.dataset.from).value;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.focus();
      live.textContent = "已采用";
    });
  });

  // one more row of a table of inputs: a copy of the last one, empty and numbered on
  all("[data-add-row]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      const last = document.querySelector(button.dataset.addRow + " tbody tr:last-child");
      const row = last.cloneNode(true);
      all("input", row).forEach((input) => {
        input.value = "";
        input.name = input.name.replace(/-(\d+)-/, (_, number) => `-${Number(number) + 1}-`);
      });
      last.after(row);
      row.querySelector("input").focus();
    });
  });

  // a file that is too large is told before it is sent
  all("input[type=file][data-max-mb]").forEach((input) => input.addEventListener("change", () => {
    const tooLarge = Array.from(input.files).find((file) => file.size > input.dataset.maxMb * 1048576);
    input.setCustomValidity(tooLarge ? `文件“${tooLarge.name}”超过 ${input.dataset.maxMb} MB，请压缩或拆分后再上传。` : "");
    input.reportValidity();
  }));

  // printing
  all("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });

  // long lists to choose from, where the page brought the library
  if (window.TomSelect) {
    all("select[data-search]").forEach((select) => new window.TomSelect(select, {
      plugins: select.multiple ? ["remove_button"] : [],
      diacritics: false, // the middle dot of names such as 阿依古丽·买买提 is no accent to be dropped
      maxOptions: 200,
      onItemAdd() { this.setTextboxValue(""); },
      render: { no_results: () => make("div", { class: "no-results" }, "没有匹配的选项") },
    }));
  }
})();
