"""One's own space, what people are entrusted with, the letters they receive, the data that the site holds of them."""
