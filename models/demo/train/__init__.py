"""How the demo's Danish speech adapter is trained: see README.md. Nothing of it is needed when running."""
