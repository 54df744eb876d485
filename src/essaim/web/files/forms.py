"""The forms a file may have: how its address ends, what programs call it, what people call it."""

from __future__ import annotations

from dataclasses import dataclass

from essaim.engine.language import gettext as _


@dataclass(frozen=True, slots=True)
class Form:
    """One form.

    Attributes:
        key: its name in the names of addresses.
        writer: its name in ``essaim.tables.writing``; "" when it is not a table.
        ending: what follows the stem in the address and in the name of the file.
        media: its media type.
    """

    key: str
    writer: str
    ending: str
    media: str

    @property
    def label(self) -> str:
        """What people call it."""
        return _labels()[self.key]


CSV = Form("csv", "csv", ".csv", "text/csv; charset=utf-8")
CSV_PLAIN = Form("csv-plain", "csv_plain", "-brut.csv", "text/csv; charset=utf-8")
XLSX = Form("xlsx", "xlsx", ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
ODS = Form("ods", "ods", ".ods", "application/vnd.oasis.opendocument.spreadsheet")
GEOJSON = Form("geojson", "geojson", ".geojson", "application/geo+json")
JSON_LD = Form("jsonld", "", ".jsonld", "application/ld+json")

TABLES = (CSV, XLSX, ODS, CSV_PLAIN)
ALL = (*TABLES, GEOJSON, JSON_LD)


def _labels() -> dict[str, str]:
    return {
        "csv": _("CSV pour tableur"),
        "csv-plain": _("CSV pour programme"),
        "xlsx": _("XLSX (Excel)"),
        "ods": _("ODS (LibreOffice)"),
        "geojson": "GeoJSON",
        "jsonld": "JSON-LD (schema.org)",
    }
