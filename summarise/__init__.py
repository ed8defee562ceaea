"""From talk to text: agenda and transcript become grounded drafts."""
