"""Every door into Referent."""
