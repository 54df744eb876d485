"""Joint projects of a pole: board, timeline, sheet, partners, milestones, jobs, outcomes, action sheet."""
