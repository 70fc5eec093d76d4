"""What is known before any news is read: treaties and their clocks, countries, producers."""
