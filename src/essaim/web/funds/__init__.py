"""Follow-up of a pole's funds: funders, supports, claims, payments, reports, what is due."""
