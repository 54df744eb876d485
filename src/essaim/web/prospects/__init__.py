"""The board of a draft's prospects: who could join the pole, what was said with each, what comes next."""
