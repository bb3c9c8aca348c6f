"""FHIR R4 in XML: the same resource as its JSON, both ways (hl7.org/fhir/R4/xml.html).

The order and the types of the elements are those of `fhir.resources` (R4B: what is read and written here has R4's
elements). Its own XML needs lxml, and leaves narratives and primitive extensions behind.
"""

from sharing.fhir.xml.reading import from_xml
from sharing.fhir.xml.tree import UnreadableXml
from sharing.fhir.xml.writing import UnwritableResource, to_xml

__all__ = ["UnreadableXml", "UnwritableResource", "from_xml", "to_xml"]
