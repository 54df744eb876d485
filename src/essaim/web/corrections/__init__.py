"""What visitors propose, and the queue where it is answered."""
