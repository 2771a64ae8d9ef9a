// What the page does beyond what the server writes: new messages appear, lines can be copied, the list cleared.
"use strict";

const list = () => document.getElementById("list");

function say(text, on) {
  const live = document.getElementById("live");
  if (live) {
    live.textContent = text;
    live.classList.toggle("on", on);
  }
}

function offer(button, act) {
  if (button) {
    button.hidden = false;
    button.addEventListener("click", act);
  }
}

function dress() {
  offer(document.getElementById("clear"), async () => {
    await fetch("/api/messages", { method: "DELETE" });
    await refresh();
  });
  for (const button of document.querySelectorAll(".copy")) {
    offer(button, async () => {
      await navigator.clipboard.writeText(button.parentElement.querySelector("code").textContent);
      button.textContent = "Copied";
      setTimeout(() => (button.textContent = "Copy"), 1500);
    });
  }
}

// The server has written the list already: it is taken from there as it is, escaped.
async function refresh() {
  const known = new Set([...document.querySelectorAll(".messages a")].map((link) => link.pathname));
  const page = new DOMParser().parseFromString(await (await fetch("/")).text(), "text/html");
  list().replaceWith(document.adoptNode(page.getElementById("list")));
  document.title = page.title;
  for (const link of document.querySelectorAll(".messages a")) {
    link.parentElement.classList.toggle("new", !known.has(link.pathname));
  }
  dress();
}

async function follow() {
  for (;;) {
    try {
      say("live", true);
      const after = list().dataset.taken;
      const news = await (await fetch(`/api/messages?after=${after}&wait=25`)).json();
      if (news.taken !== Number(after)) {
        await refresh();
      }
    } catch {
      say("the sandbox does not answer", false);
      await new Promise((resolve) => setTimeout(resolve, 2000));
    }
  }
}

dress();
if (list()) {
  follow();
}
