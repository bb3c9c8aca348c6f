// fhir-kit-client and the validator of npm `fhir`, as they are published, against this site.
//
//   FHIR_BASE=http://127.0.0.1:8000/fhir CLIENT_ID=… CLIENT_SECRET=… CONSENT=consent.json node check.mjs [FILE…]
//
// CONSENT is a Consent that this system may file. Each FILE holds one more resource, or a list of them, to validate.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { Client } from 'fhir-kit-client';
import { Fhir } from 'fhir';

const { FHIR_BASE, CLIENT_ID, CLIENT_SECRET, CONSENT } = process.env;
const fhir = new Fhir();
const counted = {};
const problems = [];

function validate(resource, from) {
  const found = fhir.validate(resource, { errorOnUnexpected: true });
  const errors = found.messages.filter((each) => ['error', 'fatal'].includes(each.severity));
  counted[`${resource.resourceType} ${from}`] = (counted[`${resource.resourceType} ${from}`] ?? 0) + 1;
  for (const each of errors) problems.push(`${resource.resourceType}/${resource.id} ${from} ${each.location}: ${each.message}`);
}

// What we write in XML is what we write in JSON, to somebody else's reader.
function sameInXml(xml, resource) {
  assert.deepEqual(JSON.parse(fhir.xmlToJson(xml)), resource);
  validate(fhir.xmlToObj(xml), 'XML');
}

async function token() {
  const metadata = await (await fetch(`${FHIR_BASE}/.well-known/smart-configuration`)).json();
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: CLIENT_ID, client_secret: CLIENT_SECRET, scope: 'fhir' });
  const answer = await fetch(metadata.token_endpoint, { method: 'POST', body });
  assert.equal(answer.status, 200, await answer.clone().text());
  return (await answer.json()).access_token;
}

async function xml(path, bearer) {
  const answer = await fetch(`${FHIR_BASE}/${path}`, { headers: { Authorization: `Bearer ${bearer}`, Accept: 'application/fhir+xml' } });
  assert.equal(answer.headers.get('content-type').split(';')[0], 'application/fhir+xml');
  return answer.text();
}

async function everything(client, resourceType, searchParams) {
  const found = [];
  let page = await client.search({ resourceType, searchParams });
  while (page) {
    validate(page, 'JSON');
    found.push(...(page.entry ?? []).map((entry) => entry.resource));
    page = await client.nextPage({ bundle: page });
  }
  return found;
}

async function refused(promise, status) {
  const error = await promise.then(() => assert.fail('not refused'), (caught) => caught);
  assert.equal(error.response.status, status);
  assert.equal(error.response.data.resourceType, 'OperationOutcome');
  validate(error.response.data, 'JSON');
}

assert.ok(!fhir.validate({ resourceType: 'AuditEvent', nonsense: 1 }, { errorOnUnexpected: true }).valid, 'it finds nothing');
const bearer = await token();
const client = new Client({ baseUrl: FHIR_BASE, bearerToken: bearer });

const capability = await client.capabilityStatement();
assert.equal(capability.fhirVersion, '4.0.1');
validate(capability, 'JSON');
sameInXml(await xml('metadata', bearer), capability);

// Create, read, vread, update, search, history, refusals.
const sent = JSON.parse(readFileSync(CONSENT, 'utf8'));
const created = await client.create({ resourceType: 'Consent', body: sent });
const { id } = created;
assert.deepEqual(created.provision, sent.provision);
assert.deepEqual(await client.read({ resourceType: 'Consent', id }), created);
assert.deepEqual(await client.vread({ resourceType: 'Consent', id, version: '1' }), created);
const named = sent.patient.identifier;
const searchParams = { 'patient.identifier': `${named.system}|${named.value}`, status: 'active' };
assert.ok((await everything(client, 'Consent', searchParams)).some((each) => each.id === id));
const posted = await client.resourceSearch({ resourceType: 'Consent', searchParams: { _id: id }, options: { postSearch: true } });
assert.equal(posted.total, 1);
const updated = await client.update({ resourceType: 'Consent', id, body: { ...created, status: 'inactive' } });
assert.equal(updated.meta.versionId, '2');
const history = await client.resourceHistory({ resourceType: 'Consent', id });
assert.equal(history.total, 2);
validate(history, 'JSON');
await refused(client.read({ resourceType: 'Consent', id: '00000000-0000-4000-8000-000000000000' }), 404);
await refused(client.create({ resourceType: 'Consent', body: { ...sent, status: 'nonsense' } }), 422);

// What somebody else's writer says in XML is understood.
const inXml = await fetch(`${FHIR_BASE}/Consent`, {
  method: 'POST',
  headers: { Authorization: `Bearer ${bearer}`, 'Content-Type': 'application/fhir+xml' },
  body: fhir.objToXml(sent),
});
assert.equal(inXml.status, 201, await inXml.clone().text());
assert.deepEqual((await inXml.json()).provision, sent.provision);

// Everything that this system may read, in both formats.
for (const [type, search] of [['Consent', {}], ['AuditEvent', {}], ['Provenance', { target: `Consent/${id}` }]]) {
  for (const resource of await everything(client, type, { ...search, _count: 50 })) {
    validate(resource, 'JSON');
    sameInXml(await xml(`${type}/${resource.id}`, bearer), resource);
  }
}

// What is written elsewhere: a file of JSON beside a file of XML of the same name.
for (const path of process.argv.slice(2)) {
  const text = readFileSync(path, 'utf8');
  const resource = JSON.parse(text);
  validate(resource, 'JSON');
  sameInXml(readFileSync(path.replace(/json$/, 'xml'), 'utf8'), resource);
}

for (const [what, count] of Object.entries(counted).sort()) console.log(`${count} × ${what}`);
for (const each of problems) console.error(each);
assert.ok(counted['Consent JSON'] && counted['AuditEvent JSON'], 'nothing was validated');
assert.equal(problems.length, 0, `${problems.length} problems`);
console.log('fhir-kit-client: create, read, vread, update, search, history; npm fhir: nothing to say');
