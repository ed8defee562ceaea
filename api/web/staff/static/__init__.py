"""What browsers load beside the pages."""
