"""Whether an application seems to meet a call's rules: met, not met, cannot tell; the authority decides."""

from essaim.engine.eligibility.checking import Application, Finding, check
from essaim.engine.eligibility.rules import Rule, RuleSet, own_rules, rule_set, rule_sets

__all__ = ["Application", "Finding", "Rule", "RuleSet", "check", "own_rules", "rule_set", "rule_sets"]
