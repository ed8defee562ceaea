"""Reading agendas: any document a municipality exports becomes an `Agenda`."""
