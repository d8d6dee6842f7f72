"""What the end-to-end tests share. The runner is run.py."""
