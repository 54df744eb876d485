"""Files that leave the site, whatever the section: how they are answered, PDF, parts of ODT, terms of use."""
