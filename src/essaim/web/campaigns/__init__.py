"""Update campaigns: the officer's pages, and the questionnaire that a link opens."""
