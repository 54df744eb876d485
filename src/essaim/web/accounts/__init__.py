"""What people are entrusted with, the letters they receive, and the data that the site holds about them."""
