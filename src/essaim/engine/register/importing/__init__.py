"""From files to a version of the register: recognise, clean, join, count, write. ``run`` holds the whole job."""
