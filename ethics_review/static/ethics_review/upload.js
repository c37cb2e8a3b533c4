// Several files, one after the other, each with its progress. What is too large or of the wrong kind is told before it
// is sent; the server asks the same again. Without this file the form sends all of them at once.
(() => {
  const form = document.querySelector("[data-upload]");
  if (!form) return;
  const told = form.querySelector("[data-told]");
  const limit = Number(form.dataset.limit);
  const endings = form.dataset.endings.split(",");

  const line = (text, wrong) => {
    const row = document.createElement("p");
    row.className = wrong ? "mb-1 over" : "mb-1";
    row.textContent = text;
    told.append(row);
    return row;
  };

  const unfit = (file) => {
    if (!endings.some((ending) => file.name.toLowerCase().endsWith(ending))) return form.dataset.wrongKind;
    return file.size > limit ? form.dataset.tooLarge : "";
  };

  const send = (file) => new Promise((done) => {
    const row = line(`${file.name} `);
    const bar = document.createElement("progress");
    bar.max = file.size || 1;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    row.append(bar);
    const body = new FormData(form);
    body.delete("file");
    body.append("file", file);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("HX-Request", "true");
    request.upload.addEventListener("progress", (event) => { bar.value = event.loaded; });
    const failed = (why) => { row.remove(); line(`${file.name}: ${why}`, true); done(); };
    request.addEventListener("error", () => failed(form.dataset.lost));
    request.addEventListener("load", () => {
      if (request.status !== 200) return failed(form.dataset.refused);
      row.innerHTML = request.responseText;
      return done();
    });
    request.send(body);
  });

  const renew = async () => {
    const answer = await fetch(window.location.href);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-papers]");
    if (answer.ok && fresh) document.querySelector("[data-papers]").replaceWith(fresh);
  };

  let sending = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (sending) return;
    sending = true;
    told.replaceChildren();
    for (const file of form.elements.file.files) {
      const why = unfit(file);
      if (why) line(`${file.name}: ${why}`, true);
      else await send(file);
    }
    form.elements.file.value = "";
    sending = false;
    await renew().catch(() => line(form.dataset.lost, true));
  });
})();
