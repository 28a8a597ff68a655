"""Plans on disk: atomic saves, history, recovery, locks, migrations, imports."""
