"""The scripts that start the compose stack."""
