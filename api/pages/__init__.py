"""The staff's pages: rendered here, changed through the same routes that programs use."""
