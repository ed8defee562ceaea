"""The domain: types, Danish vocabulary, reading agendas, rendering minutes. Imports no other room."""
