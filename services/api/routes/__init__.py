"""The addresses, a module for each family."""
