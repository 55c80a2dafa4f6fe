// Keeps what is typed into form[data-autosave] on the server: every 20 seconds when changed, and on leaving the page.
(function () {
  "use strict";
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const url = form.dataset.autosave;
  const said = form.querySelector("[data-autosave-said]");
  const EVERY = 20000;
  let changed = false;
  let sending = null;
  let saving = false;

  function tell(text, failed) {
    said.textContent = text;
    said.className = failed ? "late" : "soft";
  }

  function typed() {
    const data = new FormData(form);
    Array.from(data.entries()).forEach(([name, value]) => { if (value instanceof File) data.delete(name); });
    return data;
  }

  // a token for the form once somebody has signed in again in another window; false while nobody has
  async function renew() {
    const answer = await fetch(url, { redirect: "manual" });
    if (!answer.ok) return false;
    form.querySelector("[name=csrfmiddlewaretoken]").value = (await answer.json()).token;
    return true;
  }

  // true: the server has it, or has said why not; false: nothing was kept and nothing must be sent
  async function send(again) {
    changed = false;
    try {
      const answer = await fetch(url, { method: "POST", body: typed(), redirect: "manual" });
      if (answer.status === 403 && !again && await renew()) return send(true);
      if (answer.type !== "opaqueredirect" && answer.status !== 403) {
        const told = await answer.json();
        tell(told.message, told.failed);
        return true;
      }
      tell("登录已过期，没有自动保存。内容还在本页：请在新窗口登录，再回来继续。", true);
    } catch (error) {
      tell("网络中断，没有自动保存。内容还在本页，请不要关闭。", true);
    }
    changed = true;
    return false;
  }

  const once = () => {
    sending = sending || send().finally(() => { sending = null; });
    return sending;
  };

  form.addEventListener("input", () => { changed = true; });
  setInterval(() => { if (changed && !saving) once(); }, EVERY);
  document.addEventListener("visibilitychange", () => { if (document.hidden && changed && !saving) once(); });
  window.addEventListener("pagehide", () => { if (changed && !saving) navigator.sendBeacon(url, typed()); });

  // the real save goes only where the text would arrive: signed out, the answer would be the sign-in page and the text gone
  form.addEventListener("submit", (event) => {
    if (saving) return;
    event.preventDefault();
    const button = event.submitter;
    once().then((arrives) => {
      if (!arrives) return;
      saving = true;
      form.requestSubmit(button);
    });
  });
  window.addEventListener("pageshow", () => { saving = false; });
})();
