"""Plans on disk: atomic saves, history, recovery, locks, migrations, imports.

Where to start: `session.PlanSession` is one open plan (lock, saving within two seconds, history, journal);
`library.Library` is the list of plans; `plan_file` reads and writes one file; `directories` says where.
"""
