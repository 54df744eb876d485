// The entry grid works without this: it adds pasting a block copied from a spreadsheet, arrows, and sums as one types.
"use strict";
(() => {
  const table = document.querySelector("table.grid");
  if (!table) return;
  for (const hint of document.querySelectorAll(".with-js")) hint.hidden = false;
  const rows = [...table.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("input")]).filter((row) => row.length);
  const placeOf = (input) => {
    const y = rows.findIndex((row) => row.includes(input));
    return y < 0 ? null : [y, rows[y].indexOf(input)];
  };

  // Cents of what people type; null when nothing, or nothing sure, is written. The server reads it again, strictly.
  const cents = (text) => {
    const bare = text.replace(/[\s\u00a0\u202f'€]/g, "");
    if (!bare) return null;
    const last = Math.max(bare.lastIndexOf(","), bare.lastIndexOf("."));
    const decimals = last >= 0 && bare.length - last - 1 <= 2 ? bare.slice(last + 1) : "";
    const whole = (decimals || last === bare.length - 1 ? bare.slice(0, last) : bare).replace(/[.,]/g, "");
    return /^\d+$/.test(whole) && /^\d*$/.test(decimals) ? Number(whole) * 100 + Number(decimals.padEnd(2, "0") || 0) : null;
  };
  const french = document.documentElement.lang !== "en";
  // As the server writes them: 56 100,50 € in French, 56,100.50 € in English, whole euros without decimals, a true minus.
  const euros = (sum) => {
    const whole = String(Math.trunc(Math.abs(sum) / 100)).replace(/\B(?=(\d{3})+$)/g, french ? "\u202f" : ",");
    const rest = Math.abs(sum) % 100;
    return `${sum < 0 ? "\u2212" : ""}${whole}${rest ? (french ? "," : ".") + String(rest).padStart(2, "0") : ""}\u00a0€`;
  };
  const foot = table.querySelector("tfoot.live");
  const sum = () => {
    const width = rows.length ? rows[0].length : 0;
    const sums = { charge: Array(width).fill(0), product: Array(width).fill(0) };
    for (const row of rows) {
      const side = row[0].closest("tbody").dataset.side;
      row.forEach((input, x) => { sums[side][x] += cents(input.value) ?? 0; });
    }
    for (const side of ["charge", "product"]) {
      foot.querySelectorAll(`[data-total="${side}"] td`).forEach((cell, x) => { cell.textContent = euros(sums[side][x]); });
    }
    foot.querySelectorAll('[data-total="gap"] td').forEach((cell, x) => {
      const gap = sums.product[x] - sums.charge[x];
      cell.textContent = euros(gap);
      cell.classList.toggle("doubt", gap !== 0);
    });
  };
  if (foot) { foot.hidden = false; sum(); table.addEventListener("input", sum); }

  table.addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const at = placeOf(event.target);
    if (!at || !/[\t\n]/.test(text.trimEnd())) return;
    event.preventDefault();
    text.trimEnd().split(/\r?\n/).forEach((line, dy) => line.split("\t").forEach((value, dx) => {
      const input = rows[at[0] + dy]?.[at[1] + dx];
      if (input) input.value = value.trim();
    }));
    table.dispatchEvent(new Event("input", { bubbles: true }));
  });
  table.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const at = step && placeOf(event.target);
    const next = at && rows[at[0] + step]?.[at[1]];
    if (next) { event.preventDefault(); next.focus(); next.select(); }
  });
})();
