"""The code systems of BALP, both ways."""

from sharing.fhir.writing.words import PARTICIPATION

DICOM = "http://dicom.nema.org/resources/ontology/DCM"
SECURITY_ALERT, EXPORT, IMPORT = "110113", "110106", "110107"
APPLICATION, SOURCE, DESTINATION = "110150", "110153", "110152"

AUTHORISATION = "https://profiles.ihe.net/ITI/BALP/CodeSystem/AuthZsubType"
BY_CONSENT = "AuthZ-Consent"
LIFECYCLE = "http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle"
DISCLOSE = "disclose"

RECIPIENT = (PARTICIPATION, "IRCP")
PROVIDER = ("http://terminology.hl7.org/CodeSystem/v3-RoleClass", "PROV")
AUTHORISER = ("http://terminology.hl7.org/CodeSystem/extra-security-role-type", "authserver")
CUSTODIAN = (PARTICIPATION, "CST")

ENTITY_TYPE = "http://terminology.hl7.org/CodeSystem/audit-entity-type"
PERSON, SYSTEM_OBJECT = "1", "2"
ENTITY_ROLE = "http://terminology.hl7.org/CodeSystem/object-role"
PATIENT, REPORT = "1", "3"
RESOURCES = "http://hl7.org/fhir/resource-types"
SOURCES = "http://terminology.hl7.org/CodeSystem/security-source-type"
APPLICATION_SERVER, SECURITY_SERVER = "4", "6"

PERMITTED, SERIOUS_FAILURE = "0", "8"
EXECUTE, READ = "E", "R"

PROFILES = "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit"
DECISION_PROFILE = f"{PROFILES}.AuthZconsent"
DISCLOSURE_PROFILE = f"{PROFILES}.PrivacyDisclosure.Source"

#: Of a calling system, by its OAuth 2 client.
CLIENTS = "urn:mes-partages:client"
#: What an answer calls the patient: under it stands all that he declared, which no audit tells.
DECLARED = "urn:mes-partages:patient"
