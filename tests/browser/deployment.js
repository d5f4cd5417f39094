// The programs of a real installation, on free ports of this machine: the server as production runs it, BankID
// that only takes note of who it is asked about, and a web server with the configuration from deploy/.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request as ask } from "node:https";
import { connect, createServer as listener } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { setTimeout as pause } from "node:timers/promises";

const root = new URL("../../", import.meta.url).pathname;
// How long a program may take to open its port.
const START_MS = 30_000;

// Everything but the web server. It all ends with the story `t`.
export async function installation(t) {
  const folder = mkdtempSync(`${tmpdir()}/lucka-`);
  t.after(() => rmSync(folder, { recursive: true }));
  certificates(folder);
  const it = {
    folder,
    site: `${root}public`,
    port: await freePort(),
    plainPort: await freePort(),
    serverPort: await freePort(),
    ca: readFileSync(`${folder}/ca.pem`),
  };
  it.asked = await bankid(t, it);
  await submitServer(t, it);
  return it;
}

// An authority, and one certificate for everybody.
function certificates(folder) {
  const openssl = (...words) => execFileSync("openssl", words, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  writeFileSync(`${folder}/req.cnf`, "[req]\ndistinguished_name = dn\n[dn]\n");
  const made = ["req", "-x509", "-config", "req.cnf", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
  openssl(...made, "-subj", "/CN=Throw-away authority", "-keyout", "ca.key", "-out", "ca.pem",
    "-addext", "basicConstraints=critical,CA:TRUE");
  openssl(...made, "-subj", "/CN=localhost", "-keyout", "privkey.pem", "-out", "fullchain.pem", "-CA", "ca.pem", "-CAkey", "ca.key",
    "-addext", "basicConstraints=CA:FALSE", "-addext", "extendedKeyUsage=serverAuth,clientAuth",
    "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1");
}

// Answers as BankID does, and keeps the addresses of those who were to identify themselves.
async function bankid(t, it) {
  const asked = [];
  const tls = { cert: readFileSync(`${it.folder}/fullchain.pem`), key: readFileSync(`${it.folder}/privkey.pem`), ca: it.ca };
  const server = createServer({ ...tls, requestCert: true }, async (request, response) => {
    const body = JSON.parse(Buffer.concat(await request.toArray()));
    const orderRef = "131daac9-16c6-4618-beb0-365768f37288";
    if (request.url.endsWith("/auth")) asked.push(body.endUserIp);
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({
      orderRef, status: "pending", hintCode: "outstandingTransaction",
      autoStartToken: "7c40b5c9-fa74-49cf-b98c-bfe651f9a7c6",
      qrStartToken: "67df3917-fa0d-44e5-b327-edcc928297f8", qrStartSecret: "d28db9a7-4cde-429e-a983-359be676944c",
    }));
  });
  await new Promise((open) => server.listen(0, "127.0.0.1", open));
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  it.bankidPort = server.address().port;
  return asked;
}

async function submitServer(t, it) {
  const { folder } = it;
  mkdirSync(`${folder}/data`);
  writeFileSync(`${folder}/submit-server.toml`, replaced("submit-server/config.example.toml", [
    ["127.0.0.1:8700", `127.0.0.1:${it.serverPort}`],
    ["https://sjalvservice.example.se", `https://localhost:${it.port}`],
    ["/srv/lucka/public", it.site],
    ["/var/lib/lucka", `${folder}/data`],
    ["https://appapi2.bankid.com", `https://127.0.0.1:${it.bankidPort}`],
    ["https://api.skatteverket.se", "https://127.0.0.1"],
    ["https://sysorgoauth2.skatteverket.se", "https://127.0.0.1"],
    ["bankid/ca.pem", "ca.pem"],
    ["bankid/certificate.pem", "fullchain.pem"],
    ["bankid/key.pem", "privkey.pem"],
    ["register/ca.pem", "ca.pem"],
    ["register/certificate.pem", "fullchain.pem"],
    ["register/key.pem", "privkey.pem"],
  ]));
  const secrets = { SUBMIT_REGISTER_CLIENT_SECRET: "hemlig", SUBMIT_REGISTER_GATEWAY_CLIENT_SECRET: "hemlig" };
  const words = [`${root}target/debug/submit-server`, "--config", `${folder}/submit-server.toml`];
  await program(t, words, it.serverPort, secrets);
}

// nginx with deploy/nginx.conf: only addresses and places are other.
export async function nginx(t, it) {
  const { folder } = it;
  writeFileSync(`${folder}/lucka-proxy.conf`, replaced("deploy/nginx-proxy.conf", []));
  writeFileSync(`${folder}/lucka.conf`, replaced("deploy/nginx.conf", [
    [/listen \[::\].*\n/g, "\n"],
    ["listen 80;", `listen 127.0.0.1:${it.plainPort};`],
    ["listen 443 ", `listen 127.0.0.1:${it.port} `],
    ["https://sjalvservice.example.se", `https://localhost:${it.port}`],
    ["server_name sjalvservice.example.se", "server_name localhost"],
    ["127.0.0.1:8700", `127.0.0.1:${it.serverPort}`],
    ["/etc/ssl/lucka", folder],
    ["/etc/nginx", folder],
    ["/var/log/nginx", folder],
    ["/srv/lucka/public", it.site],
  ]));
  writeFileSync(`${folder}/nginx.conf`, `user ${userInfo().username};
pid ${folder}/nginx.pid;
events {}
http {
  include /etc/nginx/mime.types;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  include ${folder}/lucka.conf;
}
`);
  await program(t, ["nginx", "-e", "stderr", "-c", `${folder}/nginx.conf`, "-g", "daemon off;"], it.port);
}

// Caddy with deploy/Caddyfile, which would otherwise fetch a certificate.
export async function caddy(t, it) {
  const { folder } = it;
  const options = "{\n\tadmin off\n\tauto_https disable_redirects\n}\n";
  writeFileSync(`${folder}/Caddyfile`, options + replaced("deploy/Caddyfile", [
    ["\nsjalvservice.example.se {", `\nhttps://localhost:${it.port} {
	bind 127.0.0.1
	tls ${folder}/fullchain.pem ${folder}/privkey.pem`],
    ["127.0.0.1:8700", `127.0.0.1:${it.serverPort}`],
    ["/srv/lucka/public", it.site],
  ]));
  const home = { XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
  await program(t, ["caddy", "run", "--adapter", "caddyfile", "--config", `${folder}/Caddyfile`], it.port, home);
}

// The file with other words in it. Each must be there, so that the file cannot change unnoticed.
function replaced(file, pairs) {
  let text = readFileSync(root + file, "utf8");
  for (const [from, to] of pairs) {
    const changed = text.replaceAll(from, to);
    if (changed === text) throw new Error(`${file} no longer says \`${from}\``);
    text = changed;
  }
  return text;
}

async function program(t, [name, ...words], port, environment = {}) {
  const running = spawn(name, words, { cwd: root, env: { ...process.env, ...environment }, stdio: ["ignore", "pipe", "pipe"] });
  const said = [];
  for (const stream of [running.stdout, running.stderr]) stream.on("data", (words) => said.push(words));
  t.after(async () => {
    if (running.exitCode !== null) return;
    const ended = once(running, "exit");
    running.kill();
    await ended;
  });
  for (const began = Date.now(); !(await open(port)); await pause(50)) {
    if (running.exitCode === null && Date.now() - began < START_MS) continue;
    throw new Error(`${name} did not start: ${Buffer.concat(said)}`);
  }
}

function open(port) {
  return new Promise((answer) => {
    const socket = connect(port, "127.0.0.1", () => answer(true));
    socket.on("connect", () => socket.destroy()).on("error", () => answer(false));
  });
}

async function freePort() {
  const server = listener().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  return port;
}

// One request to the web server, as a citizen's browser would send it.
export async function get(it, path, { body, headers = {}, ...options } = {}) {
  const address = { host: "127.0.0.1", servername: "localhost", port: it.port, ca: it.ca, agent: false };
  const sent = ask({ ...address, path, headers: { host: `localhost:${it.port}`, ...headers }, ...options });
  sent.end(body);
  const [answer] = await once(sent, "response");
  return { status: answer.statusCode, headers: answer.headers, body: Buffer.concat(await answer.toArray()).toString() };
}
