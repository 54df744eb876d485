"""A pole model on one territory or on all of them, and the diagnosis of one territory."""

from essaim.engine.essaimage.candidacy import Candidacy, family_candidacy, role_candidacy
from essaim.engine.essaimage.diagnosis import Diagnosis, diagnose
from essaim.engine.essaimage.explain import Explanation, explain
from essaim.engine.essaimage.ground import Ground, open_ground
from essaim.engine.essaimage.references import Reference, usual_references
from essaim.engine.essaimage.scan import PatternScan, ScanResult, scan
from essaim.engine.essaimage.targets import COMMUNE, Targets, build_targets, perimeter_targets, role_place

__all__ = [
    "COMMUNE", "Candidacy", "Diagnosis", "Explanation", "Ground", "PatternScan", "Reference", "ScanResult", "Targets",
    "build_targets", "diagnose", "explain", "family_candidacy", "open_ground", "perimeter_targets", "role_candidacy",
    "role_place", "scan", "usual_references",
]  # fmt: skip
