// Sends many requests at once and draws one square for each answer, coloured by the worker that gave it.
const COUNT = 24;
const COLOURS = 4;

const button = document.getElementById("ask");
const answers = document.getElementById("answers");

async function ask() {
  button.disabled = true;
  answers.replaceChildren();
  const workers = [];
  const begin = performance.now();
  await Promise.all(
    Array.from({ length: COUNT }, async () => {
      // Without "no-store" a browser asks for one address one after another, in the hope of a cached answer.
      const response = await fetch(button.dataset.url, { cache: "no-store" });
      if (!response.ok) {
        throw new Error(`${response.status} ${response.statusText}`);
      }
      const { machine, pid } = await response.json();
      const worker = `${machine} ${pid}`;
      if (!workers.includes(worker)) {
        workers.push(worker);
      }
      const square = document.createElement("i");
      square.className = `worker-${workers.indexOf(worker) % COLOURS}`;
      square.title = `Worker ${worker}`;
      answers.append(square);
    }),
  );
  const took = Math.round(performance.now() - begin);
  say(`${COUNT} answers from ${workers.length} ${workers.length === 1 ? "worker" : "workers"} in ${took} ms.`);
}

function say(text) {
  const line = document.createElement("p");
  line.textContent = text;
  answers.append(line);
}

button?.addEventListener("click", () => {
  ask()
    .catch((error) => say(`The server refused some of them: ${error.message}.`))
    .finally(() => {
      button.disabled = false;
    });
});
