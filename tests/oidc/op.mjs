// A certified OpenID provider (npm `oidc-provider`) that stands in for Telia
// e-legitimation, with OIDC Sweden's signature extension.
//
//   node op.mjs '{"client": {"id", "redirect_uri", "jwks"}, "persons": [{"number", "name", "about"}]}'
//
// Opens a free loopback port, prints {"issuer": …} as one line and ends when its
// input is closed. The person is chosen on a page; the form there can be sent by a test.
import { once } from "node:events";
import http from "node:http";
import { createHash } from "node:crypto";
import { exportJWK, generateKeyPair } from "jose";
import { Provider, errors } from "oidc-provider";
import { page, picker } from "./pages.mjs";

const CLAIM = "https://id.oidc.se/claim/";
const SCOPE = "https://id.oidc.se/scope/";
const SIGN_REQUEST = "https://id.oidc.se/param/signRequest";
const NUMBER = `${CLAIM}personalIdentityNumber`;
const COORDINATION = `${CLAIM}coordinationNumber`;
const LEVEL = "http://id.elegnamnden.se/loa/1.0/loa3";

const { client, persons, algorithm = "ES256" } = JSON.parse(process.argv[2]);

/** What each request with a signature asked for, by its state. */
const toSign = new Map();
/** The signature that was made under each grant. */
const signed = new Map();
/** Which byte of the signature in the next ID token somebody changes on its way. */
let changedOnItsWay;

const isCoordination = (number) => Number(number.slice(6, 8)) > 60;

function claims(person) {
  const [given_name, ...rest] = person.name.split(" ");
  return {
    sub: createHash("sha256").update(`throw-away ${person.number}`).digest("hex").slice(0, 32),
    name: person.name,
    given_name,
    family_name: rest.join(" "),
    [isCoordination(person.number) ? COORDINATION : NUMBER]: person.number,
  };
}

const bySub = new Map(persons.map((it) => [claims(it).sub, it]));

async function jwk(alg) {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  return { ...(await exportJWK(privateKey)), use: "sig", alg, kid: `op-${alg}` };
}

const server = http.createServer();
server.listen(0, "127.0.0.1");
await once(server, "listening");
const issuer = `http://localhost:${server.address().port}`;

const provider = new Provider(issuer, {
  jwks: { keys: [await jwk("RS256"), await jwk("ES256")] },
  clients: [
    {
      client_id: client.id,
      redirect_uris: [client.redirect_uri],
      response_types: ["code"],
      grant_types: ["authorization_code"],
      token_endpoint_auth_method: "private_key_jwt",
      token_endpoint_auth_signing_alg: "ES256",
      jwks: client.jwks,
      id_token_signed_response_alg: algorithm,
      userinfo_signed_response_alg: algorithm,
      require_auth_time: true,
      request_object_signing_alg: "ES256",
      require_signed_request_object: true,
    },
  ],
  scopes: ["openid", `${SCOPE}naturalPersonInfo`, `${SCOPE}naturalPersonNumber`, `${SCOPE}sign`],
  claims: {
    openid: ["sub"],
    acr: null,
    auth_time: null,
    iss: null,
    [`${SCOPE}naturalPersonInfo`]: ["family_name", "given_name", "name"],
    [`${SCOPE}naturalPersonNumber`]: [NUMBER, COORDINATION],
    [`${SCOPE}sign`]: [`${CLAIM}userSignature`],
  },
  acrValues: [LEVEL],
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  ttl: { IdToken: 300, AuthorizationCode: 60, AccessToken: 300, Interaction: 600, Session: 600, Grant: 600 },
  features: {
    devInteractions: { enabled: false },
    claimsParameter: { enabled: true },
    jwtUserinfo: { enabled: true },
    userinfo: { enabled: true },
    requestObjects: {
      enabled: true,
      // The library keeps only texts of a request object, so the rest is read here.
      async assertJwtClaimsAndHeader(ctx, request) {
        if (request.iss !== client.id) throw new errors.InvalidRequestObject("iss must be the client");
        if (request.aud !== issuer) throw new errors.InvalidRequestObject("aud must be the issuer");
        if (request[SIGN_REQUEST]) toSign.set(request.state, request[SIGN_REQUEST]);
      },
    },
  },
  extraParams: { [SIGN_REQUEST]() {} },
  enableHttpPostMethods: true,
  cookies: {
    keys: [createHash("sha256").update(String(process.pid)).digest("hex")],
    long: { sameSite: "none", httpOnly: true },
    short: { sameSite: "lax", httpOnly: true },
  },
  interactions: { url: (ctx, interaction) => `/val/${interaction.uid}` },
  async findAccount(ctx, sub, token) {
    const signature = signed.get(token?.grantId);
    const extra = signature ? { [`${CLAIM}userSignature`]: signature } : {};
    return { accountId: sub, claims: async () => ({ ...claims(bySub.get(sub)), ...extra }) };
  },
});

/** What is wrong with a request for a signature; nothing when it is right. */
function wrong(request, params) {
  const scopes = params.scope.split(" ");
  const prompts = (params.prompt ?? "").split(" ");
  const signs = scopes.includes(`${SCOPE}sign`);
  if (!signs) return request && "a signRequest without the scope";
  if (!request?.tbs_data || !request.sign_message) return "no tbs_data or sign_message";
  if (!prompts.includes("login") || !prompts.includes("consent")) return "prompt must have login and consent";
  return undefined;
}

function text(request) {
  const message = request.sign_message["message#sv"] ?? request.sign_message.message;
  return Buffer.from(message, "base64").toString("utf8");
}

async function form(ctx) {
  const parts = [];
  for await (const part of ctx.req) parts.push(part);
  return new URLSearchParams(Buffer.concat(parts).toString("utf8"));
}

/** Some bits of the byte at an index, from the end when it is negative, are turned over. */
function turned(base64, index, bits = 1) {
  const bytes = Buffer.from(base64, "base64");
  bytes[index < 0 ? bytes.length + index : index] ^= bits;
  return bytes.toString("base64");
}

/** A signature in BankID's form: what was signed lies inside it. */
function signature(request, person) {
  const made = createHash("sha256").update(`${request.tbs_data} ${person.number}`).digest("base64");
  const data = `<usrNonVisibleData>${request.tbs_data}</usrNonVisibleData>`;
  const xml = `<Signature>${data}<SignatureValue>${made}</SignatureValue></Signature>`;
  return Buffer.from(xml).toString("base64");
}

/** The ID token with one byte of its signature by the user changed, sealed as it was. */
function changed(token, index) {
  const [head, payload, seal] = token.split(".");
  const said = JSON.parse(Buffer.from(payload, "base64url"));
  said[`${CLAIM}userSignature`] = turned(said[`${CLAIM}userSignature`], index);
  return [head, Buffer.from(JSON.stringify(said)).toString("base64url"), seal].join(".");
}

/** Logs the chosen person in, and with a signature also signs. */
async function finish(ctx, details, request, { person, before, after, bits }) {
  const { sub } = claims(person);
  const grant = new provider.Grant({ accountId: sub, clientId: client.id });
  grant.addOIDCScope(details.params.scope);
  grant.addOIDCClaims([NUMBER, COORDINATION]);
  const grantId = await grant.save();
  if (request) {
    const made = signature(request, person);
    signed.set(grantId, before ? turned(made, Number(before), Number(bits)) : made);
    changedOnItsWay = after ? Number(after) : undefined;
  }
  const login = { accountId: sub, acr: LEVEL, amr: ["hwk"] };
  return provider.interactionFinished(ctx.req, ctx.res, { login, consent: { grantId } });
}

provider.use(async (ctx, next) => {
  if (!/^\/val\/[^/]+$/.test(ctx.path)) {
    await next();
    if (ctx.path === "/token" && changedOnItsWay !== undefined) {
      ctx.body.id_token = changed(ctx.body.id_token, changedOnItsWay);
      changedOnItsWay = undefined;
    }
    // Without encryption, browsers refuse the library's SameSite=None; here both are one site.
    const cookies = [ctx.response.get("set-cookie")].flat().filter(Boolean);
    if (cookies.length) ctx.set("set-cookie", cookies.map((it) => it.replace(/; samesite=none/i, "; samesite=lax")));
    return;
  }
  const details = await provider.interactionDetails(ctx.req, ctx.res);
  const request = toSign.get(details.params.state);
  const fail = (error, error_description) =>
    provider.interactionFinished(ctx.req, ctx.res, { error, error_description });
  const fault = wrong(request, details.params);
  if (fault) return fail("invalid_request", fault);
  if (ctx.method !== "POST") {
    ctx.type = "html";
    ctx.body = page(picker(persons, request && text(request)));
    return;
  }
  const { person: chosen, ...change } = Object.fromEntries(await form(ctx));
  const person = persons.find((it) => it.number === chosen);
  if (!person) return fail("access_denied", "cancelled");
  const wanted = JSON.parse(details.params.claims ?? "{}").id_token?.[NUMBER]?.value;
  if (wanted && wanted !== person.number) return fail("access_denied", "another person");
  return finish(ctx, details, request, { person, ...change });
});
provider.on("server_error", (ctx, error) => console.error("server_error", error));

server.on("request", provider.callback());
console.log(JSON.stringify({ issuer }));
process.stdin.resume().on("end", () => process.exit(0));
