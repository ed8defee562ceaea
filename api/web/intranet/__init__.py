"""The pages of the intranet app: templates without script, and one style sheet."""
