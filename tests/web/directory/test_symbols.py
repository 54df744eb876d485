from essaim.engine.sources.poles import load_domains
from essaim.web.directory.symbols import _FAMILY as FAMILY
from essaim.web.directory.symbols import SHAPES, family_of, symbols


def test_every_domain_has_its_symbol_and_no_other() -> None:
    assert set(FAMILY) == {domain.key for domain in load_domains()}


def test_symbols_differ_by_shape() -> None:
    assert len(set(SHAPES.values())) == len(SHAPES) == len(symbols())


def test_pole_without_domain_is_of_no_family() -> None:
    assert family_of([]) == "other"
