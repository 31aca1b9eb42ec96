"""The readiness board: what each session still lacks, which language lacks what, and mails before a session that cannot take place."""
