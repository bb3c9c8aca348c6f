"""Facts from other software, as FHIR R4 files: each file is kept whole or not at all."""

from sharing.services.fhir_import.one_file import import_file, import_text
from sharing.services.fhir_import.report import Remark, Report
from sharing.services.fhir_import.several_files import import_files

__all__ = ["Remark", "Report", "import_file", "import_files", "import_text"]
