from essaim.kit.identifiers import LENGTH, opaque_id


def test_an_identifier_is_letters_and_digits_alone() -> None:
    drawn = [opaque_id() for _ in range(2_000)]
    # With a dash or an underscore allowed, 2,000 draws of 22 would hold about 1,400 of them.
    assert all(len(uid) == LENGTH and uid.isascii() and uid.isalnum() for uid in drawn)
    assert len(set(drawn)) == len(drawn)
