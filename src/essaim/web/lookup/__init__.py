"""The public directory of enterprises, asked about one territory or one number: who is there, and of which family."""
