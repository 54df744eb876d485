// Saves the draft by itself while people write. Without it the button does the same.
const form = document.querySelector("form[data-autosave]");
const status = form.querySelector("[data-status]");
let waiting, busy = false, again = false;

async function save() {
  if (busy) { again = true; return; }
  busy = true;
  try {
    const answer = await fetch(form.action, {
      method: "POST", body: new FormData(form), credentials: "same-origin",
      headers: { "X-Requested-With": "essaim-autosave" },
    });
    const said = await answer.json();
    if (said.saved) form.elements.version.value = said.version;
    status.textContent = said.message;
  } catch {
    status.textContent = "";
  }
  busy = false;
  if (again) { again = false; save(); }
}

form.addEventListener("change", () => { clearTimeout(waiting); waiting = setTimeout(save, 800); });
form.addEventListener("submit", (event) => {
  clearTimeout(waiting);
  if (!busy) return;
  // A save under way changes the version: the form waits for it.
  event.preventDefault();
  const button = event.submitter;
  setTimeout(() => form.requestSubmit(button), 200);
});
