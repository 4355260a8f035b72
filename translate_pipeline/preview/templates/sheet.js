(() => {
  "use strict";
  const messages = [...document.querySelectorAll(".message")];
  const place = document.getElementById("place");
  const keys = document.getElementById("keys");
  const keysOn = document.getElementById("keys-on");
  let current = -1;

  const tests = {
    any: () => true,
    finding: (message) => message.dataset.findings !== "0",
    review: (message) => message.dataset.state !== "reviewed",
  };
  const nothing = {
    any: "No further message",
    finding: "No further message with a finding",
    review: "No further message to review",
  };

  function mark(index) {
    messages[current]?.classList.remove("current");
    current = index;
    messages[current].classList.add("current");
    place.textContent = `${current + 1} of ${messages.length}`;
  }

  function go(what, step) {
    let index = current + step;
    if (current < 0 && step < 0) index = messages.length - 1;
    while (messages[index] && !tests[what](messages[index])) index += step;
    if (!messages[index]) {
      place.textContent = nothing[what];
      return;
    }
    mark(index);
    messages[index].focus({ preventScroll: true });
    messages[index].scrollIntoView({ block: messages[index].offsetHeight > innerHeight / 2 ? "start" : "nearest" });
  }

  // An arrow key scrolls as long as the message that has the focus reaches beyond the window.
  function fits(step) {
    const edges = messages[current].getBoundingClientRect();
    return step > 0 ? edges.bottom <= innerHeight + 1 : edges.top >= -1;
  }

  const actions = {
    j: () => go("any", 1),
    k: () => go("any", -1),
    n: () => go("finding", 1),
    N: () => go("finding", -1),
    r: () => go("review", 1),
    R: () => go("review", -1),
    "?": () => keys.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeNotes();
    if (!keysOn.checked || keys.open || event.ctrlKey || event.altKey || event.metaKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const action = actions[event.key];
    if (action) {
      event.preventDefault();
      action();
    } else if (step && document.activeElement === messages[current] && fits(step)) {
      event.preventDefault();
      go("any", step);
    }
  });

  const buttons = {
    previous: actions.k,
    next: actions.j,
    finding: actions.n,
    review: actions.r,
    help: actions["?"],
  };
  for (const button of document.querySelectorAll("[data-go]")) {
    button.addEventListener("click", buttons[button.dataset.go]);
  }
  document.addEventListener("focusin", (event) => {
    const index = messages.indexOf(event.target.closest(".message"));
    if (index >= 0 && index !== current) mark(index);
  });

  // A note that would stand out of the window is moved into it; Escape closes it until the pointer comes again.
  function closeNotes() {
    for (const note of document.querySelectorAll(".term:is(:hover, :focus)")) note.classList.add("closed");
  }
  function show(event) {
    const term = event.target.closest?.(".term");
    const note = term?.querySelector(".note");
    if (!note) return;
    note.style.translate = "";
    const edges = note.getBoundingClientRect();
    const over = Math.max(0, edges.right - document.documentElement.clientWidth + 8);
    const under = Math.max(0, 8 - edges.left);
    note.style.translate = `${under - over}px`;
  }
  function reopen(event) {
    const term = event.target.closest?.(".term");
    if (term && !term.contains(event.relatedTarget)) term.classList.remove("closed");
  }
  document.addEventListener("mouseover", show);
  document.addEventListener("focusin", show);
  document.addEventListener("mouseout", reopen);
  document.addEventListener("focusout", reopen);

  function follow() {
    const index = messages.findIndex((message) => `#${message.id}` === location.hash);
    if (index >= 0) {
      mark(index);
      messages[index].focus({ preventScroll: true });
    }
  }
  // What is scrolled to must not end up under the buttons.
  const tools = document.querySelector(".tools");
  function clear() {
    document.documentElement.style.scrollPaddingBlockStart = `${tools.offsetHeight + 8}px`;
  }
  addEventListener("resize", clear);
  addEventListener("hashchange", follow);
  tools.hidden = messages.length === 0;
  clear();
  follow();
})();
