"""What an operator sees of the site while it runs: logs, figures, reports of errors."""
